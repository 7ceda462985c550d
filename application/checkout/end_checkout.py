"""End a checkout that nobody has paid: the order is cancelled, the page made unpayable."""

from datetime import datetime

from application.checkout.ports import CheckoutWork
from domain.operations.job import JobKind, NewJob
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.orders.timeline import TimelineEntry


async def end_checkout(
    work: CheckoutWork, order: Order, *, event: str, why: str, at: datetime, actor: str = "buyer"
) -> Order:
    """The order must be locked and open for payment; the caller commits."""
    cancelled = order.move_to(OrderStatus.CANCELLED)
    await work.orders.save(cancelled)
    await work.timeline.add(
        TimelineEntry(
            order_id=order.id,
            at=at,
            actor=actor,
            event=event,
            why=why,
            before=order.status.value,
            after=cancelled.status.value,
        )
    )
    # Also when no page is known: the provider may have made one whose answer never came.
    await work.jobs.add(
        [
            NewJob(
                kind=JobKind.EXPIRE_SESSION,
                dedupe_key=f"expire-session:{order.id}",
                payload={"order_id": str(order.id)},
            )
        ]
    )
    return cancelled
