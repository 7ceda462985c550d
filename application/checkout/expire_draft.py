"""End an order that was placed and never paid for, once its prices are not kept any longer."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from application.checkout.end_checkout import end_checkout
from application.checkout.keep_draft import expire_draft_job
from application.checkout.ports import BeginCheckoutWork, CheckoutWork
from application.shared.ports import Clock
from domain.operations.job import Lease
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.orders.timeline import TimelineEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireDraft:
    """A job. Where there is a page, the provider tells its end."""

    begin: BeginCheckoutWork
    clock: Clock

    async def __call__(self, lease: Lease) -> None:
        async with self.begin() as work:
            order = await work.orders.lock(UUID(lease.payload["order_id"]))
            if order.status is OrderStatus.DRAFT:
                await self._end(work, order)
            await work.jobs.finish(lease)
            await work.commit()

    async def _end(self, work: CheckoutWork, order: Order) -> None:
        at = self.clock.now()
        session = await work.sessions.of_order(order.id)
        if session is None:
            expired = order.move_to(OrderStatus.EXPIRED)
            await work.orders.save(expired)
            await work.timeline.add(
                TimelineEntry(
                    order_id=order.id,
                    at=at,
                    actor="passepartout",
                    event="order_expired",
                    why="Nobody paid for it while its prices were kept.",
                    before=order.status.value,
                    after=expired.status.value,
                )
            )
        elif session.can_be_used(at):
            left = session.expires_at - at + timedelta(seconds=1)
            await work.jobs.add([expire_draft_job(order, left, f":{at.isoformat()}")])
        else:
            await end_checkout(
                work,
                order,
                event="checkout_ended",
                why="Its payment page was never opened.",
                at=at,
                actor="passepartout",
            )
