"""The reconcilers' side of staff's list, in memory."""

from collections.abc import Collection, Sequence
from datetime import datetime

from adapters.outbound.memory.attention_fates import MemoryAttentionFates, closed_as_gone
from adapters.outbound.memory.table import MemoryStore
from domain.reconciliation.attention_item import Resolution
from domain.reconciliation.mismatch import Mismatch

CLOSED_BY = "reconciler"


class MemoryAttentionUpkeep:
    def __init__(self, store: MemoryStore) -> None:
        self._items = MemoryAttentionFates(store)

    async def note(self, found: Sequence[Mismatch], at: datetime) -> int:
        noted = 0
        for mismatch in found:
            known = self._items.find(mismatch.dedupe_key)
            if known is None or not (known.is_open or known.resolution is Resolution.DISMISSED):
                self._items.put(mismatch.as_attention(at))
                noted += 1
        return noted

    async def close_gone(self, kinds: Sequence[str], still: Collection[str], at: datetime) -> int:
        gone = [
            item
            for item in self._items
            if item.is_open and item.reason in kinds and item.dedupe_key not in still
        ]
        for item in gone:
            self._items.close(closed_as_gone(item, at, CLOSED_BY))
        return len(gone)

    async def count_open(self) -> int:
        return sum(item.is_open for item in self._items)
