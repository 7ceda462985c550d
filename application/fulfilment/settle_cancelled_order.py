"""When the last print of an order is called off, the order itself is cancelled."""

from datetime import datetime

from application.fulfilment.ports import FulfilmentWork
from domain.fulfilment.status import DropshipStatus
from domain.operations.attention import Attention
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.orders.timeline import TimelineEntry

CANCELLABLE = frozenset({OrderStatus.PAID, OrderStatus.IN_PRODUCTION})


async def settle_cancelled_order(
    work: FulfilmentWork, order: Order, at: datetime, actor: str, why: str
) -> Order:
    """The order as it is now; it must be locked. The buyer's money is then still here: staff see to
    it that it goes back.
    """
    parts = await work.dropships.of_order(order.id)
    if order.status not in CANCELLABLE:
        return order
    if any(part.status is not DropshipStatus.CANCELLED for part in parts):
        return order
    cancelled = order.move_to(OrderStatus.CANCELLED)
    await work.orders.save(cancelled)
    await work.timeline.add(
        TimelineEntry(
            order_id=order.id,
            at=at,
            actor=actor,
            event="order_cancelled",
            why=why,
            before=order.status.value,
            after=cancelled.status.value,
        )
    )
    await work.attention.add(
        Attention(
            reason="cancelled_but_not_refunded",
            dedupe_key=f"cancelled-but-not-refunded:{order.id}",
            at=at,
            order_id=order.id,
            details={"total": order.totals.total.formatted},
        )
    )
    return cancelled
