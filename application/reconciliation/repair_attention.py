"""Carry out what an attention item suggests, and close the item in the same work."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from application.reconciliation.carry_out import CarryOut, Trouble
from application.reconciliation.close_what_is_gone import CloseWhatIsGone, close_as_gone
from application.reconciliation.picture_of import picture_of
from application.reconciliation.staff_ports import BeginStaffWork, StaffWork
from application.reconciliation.write_down import write_down
from application.shared.ports import Clock
from domain.reconciliation.attention_item import AttentionItem, Resolution
from domain.reconciliation.order_picture import OrderPicture
from domain.reconciliation.repair import NoRepairKnown, Repair, RepairNotConfirmed
from domain.reconciliation.why_gone import why_gone


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairAttention:
    """`repairs` says who carries out what. The item is the fence: whoever finds it closed does
    nothing, and a repair that dies on its way leaves it open. If the trouble is still there at the
    next check, it opens again.
    """

    begin: BeginStaffWork
    repairs: Mapping[Repair, CarryOut]
    close: CloseWhatIsGone
    clock: Clock

    async def __call__(self, item_id: int, by: UUID, confirm: bool) -> AttentionItem:
        """Raises RepairNotConfirmed, AttentionNotFound, AttentionIsResolved or NoRepairKnown, and
        what the act that repairs it is refused with. What has gone meanwhile is closed as gone.
        """
        if not confirm:
            raise RepairNotConfirmed
        at = self.clock.now()
        async with self.begin() as work:
            item, picture = await _locked(work, item_id)
            item.check_open()
            why = why_gone(item, picture) if picture is not None else None
            if why is not None:
                closed = await close_as_gone(work, item, why, str(by), at)
            else:
                closed = await self._repair(work, item, picture, by, at)
                if item.order_id is not None:
                    await self.close(work, item.order_id, str(by), at)
            await work.commit()
        return closed

    async def _repair(
        self,
        work: StaffWork,
        item: AttentionItem,
        picture: OrderPicture | None,
        by: UUID,
        at: datetime,
    ) -> AttentionItem:
        repair = item.suggested_repair
        carry_out = self.repairs.get(repair) if repair is not None else None
        if repair is None or carry_out is None:
            raise NoRepairKnown
        await carry_out(work, Trouble(item=item, seen=picture, by=by, at=at))
        repaired = replace(
            item, resolved_at=at, resolved_by=str(by), resolution=Resolution.REPAIRED
        )
        await work.attention_list.close(repaired)
        told = {"repair": repair.value, "reason": item.reason}
        await write_down(work, at, by, "repaired", f"attention:{item.id}", item.order_id, told)
        return repaired


async def _locked(work: StaffWork, item_id: int) -> tuple[AttentionItem, OrderPicture | None]:
    """The order first, as everywhere."""
    seen = await work.attention_list.get(item_id)
    if seen.order_id is None:
        return await work.attention_list.lock(item_id), None
    order = await work.orders.lock(seen.order_id)
    return await work.attention_list.lock(item_id), await picture_of(work, order)
