"""Compare captured payments, orders and production orders, and keep staff's list in step."""

from collections import Counter
from dataclasses import dataclass

from application.reconciliation.findings import Findings
from application.reconciliation.ports import BeginReconciliation, Patience
from application.shared.ports import Clock
from domain.reconciliation.repair import MismatchKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckThreeWays:
    """A mismatch that is gone closes its item by itself; one that is back opens it again."""

    begin: BeginReconciliation
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
            gone = await work.attention_upkeep.close_gone(whole, still, at)
            await work.commit()
        return Findings(
            looked_at=len(found),
            found=new,
            repaired=gone,
            cut_short=len(whole) < len(MismatchKind),
        )

    async def count_open(self) -> int:
        """How many items wait for staff, whoever noted them."""
        async with self.begin(reading=True) as work:
            return await work.attention_upkeep.count_open()
