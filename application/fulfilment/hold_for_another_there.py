"""The lab has something else under our key: hold the whole order until a person has looked."""

from datetime import datetime

from application.fulfilment.ports import FulfilmentWork
from application.shared.outcomes import AnotherThere
from domain.fulfilment.dropship import Dropship
from domain.operations.attention import Attention
from domain.orders.order import Order
from domain.orders.timeline import TimelineEntry

LAB_ORDER_DIFFERS = "lab_order_differs"


async def hold_for_another_there(
    work: FulfilmentWork, order: Order, dropship: Dropship, refusal: AnotherThere, at: datetime
) -> None:
    """Order and production order must be locked; the caller commits. What holds the order already,
    or has ended it, stays.
    """
    found = {name: str(said) for name, said in refusal.facts.items()}
    if order.held_because is None and not order.is_over:
        held = order.hold(LAB_ORDER_DIFFERS)
        await work.orders.save(held)
        await work.timeline.add(
            TimelineEntry(
                order_id=order.id,
                at=at,
                actor="passepartout",
                event="order_held",
                why=LAB_ORDER_DIFFERS,
                before=order.status.value,
                after=held.status.value,
                data={"lineId": str(dropship.line_id), **found},
            )
        )
    await work.attention.report(
        Attention(
            reason=LAB_ORDER_DIFFERS,
            dedupe_key=f"lab-order-differs:{dropship.idempotency_key}",
            at=at,
            order_id=order.id,
            details={"dropshipId": str(dropship.id), **found},
        )
    )
