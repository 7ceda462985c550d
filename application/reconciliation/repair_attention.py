"""Carry out what an attention item suggests, and close the item."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from application.reconciliation.repairs import CarryOut
from application.reconciliation.staff_ports import BeginStaffWork
from application.reconciliation.write_down import write_down
from application.shared.ports import Clock
from domain.reconciliation.attention_item import AttentionItem, Resolution
from domain.reconciliation.repair import NoRepairKnown, Repair, RepairNotConfirmed


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairAttention:
    """`repairs` says who carries out what. If the trouble is still there at the next check, the
    item opens again.
    """

    begin: BeginStaffWork
    repairs: Mapping[Repair, CarryOut]
    clock: Clock

    async def __call__(self, item_id: int, by: UUID, confirm: bool) -> AttentionItem:
        """Raises RepairNotConfirmed, AttentionNotFound, AttentionIsResolved or NoRepairKnown."""
        if not confirm:
            raise RepairNotConfirmed
        async with self.begin() as work:
            item = await work.attention_list.lock(item_id)
        item.check_open()
        repair = item.suggested_repair
        carry_out = self.repairs.get(repair) if repair is not None else None
        if repair is None or carry_out is None:
            raise NoRepairKnown
        await carry_out(item, by)

        at = self.clock.now()
        async with self.begin() as work:
            item = await work.attention_list.lock(item_id)
            if item.is_open:
                item = replace(
                    item, resolved_at=at, resolved_by=str(by), resolution=Resolution.REPAIRED
                )
                await work.attention_list.close(item)
                told = {"repair": repair.value, "reason": item.reason}
                await write_down(
                    work, at, by, "repaired", f"attention:{item.id}", item.order_id, told
                )
                await work.commit()
        return item
