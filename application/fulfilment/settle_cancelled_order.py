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
from domain.reconciliation.repair import LINE_NOT_REFUNDED, MismatchKind

CANCELLABLE = frozenset({OrderStatus.PAID, OrderStatus.IN_PRODUCTION})


async def settle_cancelled_order(
    work: FulfilmentWork, order: Order, at: datetime, actor: str, why: str
) -> Order:
    """The order as it is now; it must be locked. The buyer's money is then still here: staff see to
    it that it goes back.
    """
    parts = await work.dropships.of_order(order.id)
    await _look_at_the_rest(work, parts, at)
    is_made = any(part.status is not DropshipStatus.CANCELLED for part in parts)
    if order.status not in CANCELLABLE or is_made:
        # While the lab is being asked, the whole order may yet be cancelled.
        if not order.is_over and not any(part.is_being_cancelled for part in parts):
            await _tell_of_lines(work, order, parts, at)
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
            reason=MismatchKind.CANCELLED_NOT_REFUNDED.value,
            dedupe_key=f"cancelled-but-not-refunded:{order.id}",
            at=at,
            order_id=order.id,
            details={"total": order.totals.total.formatted},
        )
    )
    return cancelled


async def _tell_of_lines(
    work: FulfilmentWork, order: Order, parts: Sequence[Dropship], at: datetime
) -> None:
    """Paid for and made by nobody, while the order goes on without them."""
    for line in order.lines:
        prints = [part for part in parts if part.line_id == line.id]
        if {part.status for part in prints} != {DropshipStatus.CANCELLED}:
            continue
        last = max(prints, key=lambda part: part.fulfilment_no)
        await work.attention.report(
            Attention(
                reason=LINE_NOT_REFUNDED,
                dedupe_key=f"line-cancelled-but-not-refunded:{last.idempotency_key}",
                at=at,
                order_id=order.id,
                details={
                    "lineId": str(line.id),
                    "dropshipId": str(last.id),
                    "net": line.amount.formatted,
                },
            )
        )


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
