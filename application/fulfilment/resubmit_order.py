"""Staff have prints sent to the lab once more: the same key and bytes, so never a second print."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.fulfilment.ports import BeginStaffPrintWork
from application.fulfilment.staff_wish import OrderPrints, StaffWish, done, done_before
from application.fulfilment.submit_jobs import submit_again_job
from application.orders.ports import ClosesItems
from application.shared.ports import Clock
from domain.fulfilment.dropship import Dropship
from domain.fulfilment.refusals import NothingToResubmit, OrderNotProducible
from domain.fulfilment.status import DropshipStatus
from domain.orders.order import Order
from domain.orders.timeline import TimelineEntry

AGAIN = frozenset(
    {
        DropshipStatus.PENDING,
        DropshipStatus.SUBMITTING,
        DropshipStatus.ON_HOLD,
        DropshipStatus.FAILED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResubmitOrder:
    """For what failed, is on hold, or whose job has died."""

    begin: BeginStaffPrintWork
    close_items: ClosesItems
    clock: Clock

    async def __call__(self, wish: StaffWish) -> OrderPrints:
        """Raises OrderNotFound, ReasonMissing, OrderNotProducible or NothingToResubmit."""
        async with self.begin() as work:
            answered = await done_before(work, wish)
            if answered is not None:
                return answered
            order = await work.orders.lock(wish.order_id)
            at = self.clock.now()
            parts = await work.dropships.of_order(order.id)
            stuck = [
                part
                for part in parts
                if part.status in AGAIN
                and wish.line_id in (None, part.line_id)
                and not _was_replaced(part, parts)
            ]
            if not stuck:
                raise NothingToResubmit(facts={"status": order.status.value})
            again = [part for part in stuck if _may_be_sent(order, part)]
            if not again:
                raise OrderNotProducible(
                    facts={"status": order.status.value, "heldBecause": order.held_because or ""}
                )
            for part in again:
                before = await work.dropships.lock(part.id)
                after = before.resubmitted()
                await work.dropships.save(after)
                await work.jobs.add([submit_again_job(after, at)])
                await work.timeline.add(
                    TimelineEntry(
                        order_id=order.id,
                        at=at,
                        actor="staff",
                        event="resubmit_asked",
                        why=wish.reason,
                        before=before.status.value,
                        after=after.status.value,
                        data=wish.notes(lineId=str(after.line_id)),
                    )
                )
            await self.close_items(work, order.id, str(wish.staff_id), at)
            return await done(work, wish, order)


def _may_be_sent(order: Order, part: Dropship) -> bool:
    """What may be at the lab already is asked for whatever has become of the order."""
    if part.status is DropshipStatus.SUBMITTING:
        return True
    return part.may_be_made_for(order) and not part.is_being_cancelled


def _was_replaced(part: Dropship, parts: Sequence[Dropship]) -> bool:
    """What failed and was printed again would be made twice."""
    return part.status is DropshipStatus.FAILED and any(
        later.line_id == part.line_id
        and later.fulfilment_no > part.fulfilment_no
        and later.status is not DropshipStatus.CANCELLED
        for later in parts
    )
