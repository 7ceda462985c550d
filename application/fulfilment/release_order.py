"""Staff have looked at a held order and let it go on: what was withheld is sent to the lab."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from application.fulfilment.ports import BeginStaffPrintWork, StaffPrintWork
from application.fulfilment.staff_wish import OrderPrints, StaffWish, done, done_before
from application.fulfilment.submit_jobs import submit_again_job
from application.payments.ports import WhenOrderIsPaid
from application.shared.ports import Clock
from domain.fulfilment.refusals import OrderNotHeld
from domain.fulfilment.status import DropshipStatus
from domain.orders.order import Order
from domain.orders.timeline import TimelineEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseOrder:
    """`reactions` are those to a payment: an order that was held at once has had none of them."""

    begin: BeginStaffPrintWork
    reactions: Sequence[WhenOrderIsPaid]
    clock: Clock

    async def __call__(self, wish: StaffWish) -> OrderPrints:
        """Raises OrderNotFound, ReasonMissing or OrderNotHeld."""
        async with self.begin() as work:
            answered = await done_before(work, wish)
            if answered is not None:
                return answered
            order = await work.orders.lock(wish.order_id)
            if order.held_because is None:
                raise OrderNotHeld(facts={"status": order.status.value})
            at = self.clock.now()
            released = order.release()
            await work.orders.save(released)
            await work.timeline.add(
                TimelineEntry(
                    order_id=order.id,
                    at=at,
                    actor="staff",
                    event="hold_released",
                    why=wish.reason,
                    before=order.status.value,
                    after=released.status.value,
                    data=wish.notes(heldBecause=order.held_because),
                )
            )
            if released.may_be_produced:
                await self._produce(work, released, at)
            return await done(work, wish, released)

    async def _produce(self, work: StaffPrintWork, order: Order, at: datetime) -> None:
        parts = await work.dropships.of_order(order.id)
        if not parts:
            for react in self.reactions:
                await react(work, order, at)
        # Their jobs ended when they were withheld.
        withheld = [part for part in parts if part.status is DropshipStatus.PENDING]
        await work.jobs.add([submit_again_job(part, at) for part in withheld])
