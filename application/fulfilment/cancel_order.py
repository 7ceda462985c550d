"""Staff cancel a paid order: nothing more of it is sent, and the lab is asked to stop the rest."""

from dataclasses import dataclass

from application.fulfilment.call_off_prints import call_off_prints
from application.fulfilment.ports import BeginStaffPrintWork
from application.fulfilment.settle_cancelled_order import settle_cancelled_order
from application.fulfilment.staff_wish import OrderPrints, StaffWish, done, done_before
from application.orders.ports import ClosesItems
from application.shared.ports import Clock
from domain.fulfilment.refusals import NothingToCancel
from domain.orders.timeline import TimelineEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrder:
    """The money stays where it is; a refund is an act of its own."""

    begin: BeginStaffPrintWork
    close_items: ClosesItems
    clock: Clock

    async def __call__(self, wish: StaffWish) -> OrderPrints:
        """Raises OrderNotFound, ReasonMissing or NothingToCancel."""
        async with self.begin() as work:
            answered = await done_before(work, wish)
            if answered is not None:
                return answered
            order = await work.orders.lock(wish.order_id)
            at = self.clock.now()
            called_off = await call_off_prints(work, order, at, ask_again=True)
            await work.timeline.add(
                TimelineEntry(
                    order_id=order.id,
                    at=at,
                    actor="staff",
                    event="cancel_asked",
                    why=wish.reason,
                    before=order.status.value,
                    data=wish.notes(prints=str(len(called_off))),
                )
            )
            after = await settle_cancelled_order(work, order, at, "staff", wish.reason)
            if not called_off and after is order:
                raise NothingToCancel(facts={"status": order.status.value})
            await self.close_items(work, order.id, str(wish.staff_id), at)
            return await done(work, wish, after)
