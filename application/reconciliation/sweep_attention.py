"""Go through the orders that something is noted of, and close what has gone meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from application.reconciliation.close_what_is_gone import CloseWhatIsGone
from application.reconciliation.picture_of import picture_of
from application.reconciliation.ports import BeginReconciliation
from application.reconciliation.staff_ports import BeginStaffWork, StaffWork
from application.shared.ports import Clock
from domain.orders.order import Order
from domain.reconciliation.mark import Mark
from domain.reconciliation.why_gone import why_gone

SWEPT = "attention_items"
SWEEPER = "reconciler"


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepAttention:
    """Up to `orders_max` at a time, each in its turn; only an order that has something to close is
    locked.
    """

    marks: BeginReconciliation
    begin: BeginStaffWork
    close: CloseWhatIsGone
    clock: Clock
    orders_max: int

    async def __call__(self) -> int:
        """How many orders had something that was gone."""
        async with self.marks(reading=True) as work:
            mark = await work.marks.get(SWEPT)
            after = UUID(mark.cursor) if mark.cursor else None
            turn = await work.attention_upkeep.orders_with_open(after, self.orders_max)
        tidied = 0
        for order_id in turn:
            tidied += await self._tidy(order_id)
        await self._reached(mark, turn)
        return tidied

    async def _tidy(self, order_id: UUID) -> bool:
        async with self.begin(reading=True) as work:
            if not await _has_gone_ones(work, await work.order_register.get(order_id)):
                return False
        async with self.begin() as work:
            await work.orders.lock(order_id)
            await self.close(work, order_id, SWEEPER, self.clock.now())
            await work.commit()
        return True

    async def _reached(self, mark: Mark, turn: Sequence[UUID]) -> None:
        """Then from the first again."""
        last = str(turn[-1]) if len(turn) == self.orders_max else None
        if last != mark.cursor:
            async with self.marks() as work:
                await work.marks.save(Mark(name=SWEPT, cursor=last))
                await work.commit()


async def _has_gone_ones(work: StaffWork, order: Order) -> bool:
    noted = [item for item in await work.attention_list.of_order(order.id) if item.is_open]
    picture = await picture_of(work, order)
    return any(why_gone(item, picture) is not None for item in noted)
