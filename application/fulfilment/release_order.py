"""Staff have looked at a held order and let it go on: what was withheld is sent to the lab."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from application.fulfilment.ports import BeginStaffPrintWork, StaffPrintWork
from application.fulfilment.staff_wish import OrderPrints, StaffWish, done, done_before
from application.fulfilment.submit_jobs import submit_again_job
from application.orders.ports import ClosesItems
from application.payments.ports import WhenOrderIsPaid
from application.shared.ports import Clock
from domain.fulfilment.refusals import HoldNotReleasable, OrderNotHeld
from domain.fulfilment.status import DropshipStatus
from domain.orders.order import Order
from domain.orders.timeline import TimelineEntry
from domain.payments.consequences import REFUND_INTENDED, released_by_staff
from domain.reconciliation.order_picture import OrderPicture
from domain.shared.erased import PERSON_ERASED, PICTURE_DELETED

# Nobody may have these made: the money goes back, or there is no address.
FINAL = frozenset({REFUND_INTENDED, PERSON_ERASED, PICTURE_DELETED})
AMOUNT_DIFFERS = "amount_differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseOrder:
    """`reactions` are those to a payment: an order that was held at once has had none of them."""

    begin: BeginStaffPrintWork
    reactions: Sequence[WhenOrderIsPaid]
    close_items: ClosesItems
    clock: Clock

    async def __call__(self, wish: StaffWish) -> OrderPrints:
        """Raises OrderNotFound, ReasonMissing, OrderNotHeld or HoldNotReleasable."""
        async with self.begin() as work:
            answered = await done_before(work, wish)
            if answered is not None:
                return answered
            order = await work.orders.lock(wish.order_id)
            if order.held_because is None:
                raise OrderNotHeld(facts={"status": order.status.value})
            picture = OrderPicture(
                order=order,
                dropships=(),
                facts=await work.payment_facts.of(order.id),
                refunds=await work.refunds.of_order(order.id),
            )
            if order.held_because in FINAL or picture.goes_back_whole:
                raise HoldNotReleasable(facts={"heldBecause": order.held_because})
            at = self.clock.now()
            released = released_by_staff(order, picture.facts)
            if order.held_because == AMOUNT_DIFFERS:
                released = released.accept(picture.captured_minor)
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
            await self._go_on(work, released, at)
            await self.close_items(work, order.id, str(wish.staff_id), at)
            return await done(work, wish, released)

    async def _go_on(self, work: StaffPrintWork, order: Order, at: datetime) -> None:
        parts = await work.dropships.of_order(order.id)
        if not parts and order.may_be_produced:
            for react in self.reactions:
                await react(work, order, at)
        # Their jobs ended when they were withheld; a reprint may be of an order that was shipped.
        withheld = [
            part
            for part in parts
            if part.status is DropshipStatus.PENDING and part.may_be_made_for(order)
        ]
        await work.jobs.add([submit_again_job(part, at) for part in withheld])
