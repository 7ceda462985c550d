"""Compare captured payments, orders and production orders, and keep staff's list in step."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.reconciliation.close_what_is_gone import close_as_gone
from application.reconciliation.findings import Findings
from application.reconciliation.ports import BeginReconciliation, Patience
from application.reconciliation.staff_ports import BeginStaffWork
from application.reconciliation.sweep_attention import SWEEPER, SweepAttention
from application.shared.ports import Clock
from domain.reconciliation.attention_item import AttentionItem
from domain.reconciliation.repair import MismatchKind

GONE = "Payments, orders and prints agree in this by now."


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckThreeWays:
    """A mismatch that is gone closes its item by itself; one that is back opens it again."""

    begin: BeginReconciliation
    begin_closing: BeginStaffWork
    sweep: SweepAttention
    clock: Clock
    patience: Patience

    async def __call__(self) -> Findings:
        at = self.clock.now()
        async with self.begin() as work:
            found = await work.three_ways.mismatches(at, self.patience)
            told = Counter(mismatch.kind for mismatch in found)
            # Of a kind with more than were told, nobody knows which are gone.
            whole = [kind.value for kind in MismatchKind if told[kind] < self.patience.limit]
            new = await work.attention_upkeep.note(found, at)
            still = {mismatch.dedupe_key for mismatch in found}
            gone = await work.attention_upkeep.unseen(whole, still, self.patience.limit)
            await work.commit()
        by_order: dict[UUID | None, list[AttentionItem]] = defaultdict(list)
        for item in gone:
            by_order[item.order_id].append(item)
        for order_id, items in by_order.items():
            await self._close(order_id, items, at)
        return Findings(
            looked_at=len(found),
            found=new,
            repaired=len(gone) + await self.sweep(),
            cut_short=len(whole) < len(MismatchKind),
        )

    async def _close(
        self, order_id: UUID | None, gone: Sequence[AttentionItem], at: datetime
    ) -> None:
        """Order by order: the timeline's rows need its lock, and no work shall hold many."""
        async with self.begin_closing() as work:
            if order_id is not None:
                await work.orders.lock(order_id)
            for seen in sorted(gone, key=lambda item: item.id):
                item = await work.attention_list.lock(seen.id)
                if item.is_open:
                    await close_as_gone(work, item, GONE, SWEEPER, at)
            await work.commit()

    async def count_open(self) -> int:
        """How many items wait for staff, whoever noted them."""
        async with self.begin(reading=True) as work:
            return await work.attention_upkeep.count_open()
