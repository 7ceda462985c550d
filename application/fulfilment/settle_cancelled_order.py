"""When the last print of an order is called off, the order itself is cancelled."""

from collections.abc import Sequence
from datetime import datetime

from application.fulfilment.ports import FulfilmentWork
from domain.fulfilment.dropship import Dropship
from domain.fulfilment.status import DropshipStatus
from domain.operations.attention import Attention
from domain.operations.job import JobKind, NewJob
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
    await _look_at_the_rest(work, parts, at)
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


async def _look_at_the_rest(work: FulfilmentWork, parts: Sequence[Dropship], at: datetime) -> None:
    """What is cancelled no longer counts, so the order may be as far as its other prints by now."""
    made = [part for part in parts if part.status is DropshipStatus.COMPLETE]
    if made and any(part.status is DropshipStatus.CANCELLED for part in parts):
        await work.jobs.add(
            [
                NewJob(
                    kind=JobKind.FOLLOW_DROPSHIP,
                    dedupe_key=f"follow:{made[0].id}:cancelled:{at.isoformat()}",
                    payload={"dropship_id": str(made[0].id)},
                )
            ]
        )
