"""Staff have a line printed once more, on purpose: the next number, a new key and new bytes."""

from dataclasses import dataclass
from datetime import datetime

from application.fulfilment.call_off_prints import call_off
from application.fulfilment.ports import BeginStaffPrintWork, StaffPrintWork
from application.fulfilment.staff_wish import OrderPrints, StaffWish, done, done_before
from application.fulfilment.submit_jobs import submit_job
from application.fulfilment.when_order_is_paid_request_prints import RequestPrints
from application.orders.ports import ClosesItems
from application.shared.ports import Clock
from domain.fulfilment.dropship import Dropship
from domain.fulfilment.refusals import OrderLineNotFound, OrderNotProducible, PrintUnderWay
from domain.fulfilment.status import DropshipStatus
from domain.media.refusals import PictureDeleted
from domain.orders.order import Order, OrderLine
from domain.orders.timeline import TimelineEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprintLine:
    """Never while the line may still come out of the lab, unless that is confirmed."""

    begin: BeginStaffPrintWork
    prints: RequestPrints
    close_items: ClosesItems
    clock: Clock

    async def __call__(self, wish: StaffWish) -> OrderPrints:
        """Raises OrderNotFound, OrderLineNotFound, ReasonMissing, OrderNotProducible, PrintUnderWay
        or PictureDeleted.
        """
        async with self.begin() as work:
            answered = await done_before(work, wish)
            if answered is not None:
                return answered
            order = await work.orders.lock(wish.order_id)
            line = _line_of(order, wish)
            parts = [
                part for part in await work.dropships.of_order(order.id) if part.line_id == line.id
            ]
            if not order.may_be_reprinted or not parts:
                raise OrderNotProducible(
                    facts={"status": order.status.value, "heldBecause": order.held_because or ""}
                )
            under_way = any(part.is_under_way or part.is_being_cancelled for part in parts)
            if under_way and not wish.is_confirmed:
                raise PrintUnderWay("Cancel it first, or confirm that two are wanted.")
            # The order is locked, and whoever deletes its picture locks it as well.
            if await work.pictures.deleted_among([line.picture_id]):
                raise PictureDeleted("Its owner deleted the picture: there is nothing to print.")
            at = self.clock.now()
            await self._print_again(work, wish, order, line, parts, at)
            await self.close_items(work, order.id, str(wish.staff_id), at)
            return await done(work, wish, order)

    async def _print_again(
        self,
        work: StaffPrintWork,
        wish: StaffWish,
        order: Order,
        line: OrderLine,
        parts: list[Dropship],
        at: datetime,
    ) -> None:
        for part in parts:
            # The lab may yet find the picture of a print that failed there, and then make two.
            if part.status is DropshipStatus.FAILED and part.provider_order_id is not None:
                await call_off(work, await work.dropships.lock(part.id), at)
        number = max(part.fulfilment_no for part in parts) + 1
        reprint = self.prints.drafted(order, line, number, at)
        await work.dropships.add(reprint)
        await work.jobs.add([submit_job(reprint)])
        await work.timeline.add(
            TimelineEntry(
                order_id=order.id,
                at=at,
                actor="staff",
                event="reprint_asked",
                why=wish.reason,
                after=reprint.status.value,
                data=wish.notes(lineId=str(line.id), fulfilmentNo=str(number)),
            )
        )


def _line_of(order: Order, wish: StaffWish) -> OrderLine:
    for line in order.lines:
        if line.id == wish.line_id:
            return line
    raise OrderLineNotFound(field="lineId")
