"""Close an attention item because a person says that it is dealt with."""

from dataclasses import dataclass, replace
from uuid import UUID

from application.reconciliation.staff_ports import BeginStaffWork
from application.reconciliation.write_down import write_down
from application.shared.ports import Clock
from domain.reconciliation.attention_item import AttentionItem, Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveAttention:
    begin: BeginStaffWork
    clock: Clock

    async def __call__(self, item_id: int, by: UUID, note: str) -> AttentionItem:
        """It stays closed, whatever the reconcilers see. Raises AttentionNotFound or
        AttentionIsResolved.
        """
        at = self.clock.now()
        async with self.begin() as work:
            seen = await work.attention_list.get(item_id)
            if seen.order_id is not None:
                # The order first, as everywhere: the timeline's row needs its lock too.
                await work.orders.lock(seen.order_id)
            item = await work.attention_list.lock(item_id)
            item.check_open()
            item = replace(
                item,
                resolved_at=at,
                resolved_by=str(by),
                resolution=Resolution.DISMISSED,
                note=note,
            )
            await work.attention_list.close(item)
            told = {"reason": item.reason}
            subject = f"attention:{item.id}"
            await write_down(work, at, by, "resolved", subject, item.order_id, told)
            await work.commit()
        return item
