"""The reconcilers' side of staff's list, in memory."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from adapters.outbound.memory.attention_fates import MemoryAttentionFates
from adapters.outbound.memory.table import MemoryStore
from domain.reconciliation.attention_item import AttentionItem
from domain.reconciliation.mismatch import Mismatch


class MemoryAttentionUpkeep:
    def __init__(self, store: MemoryStore) -> None:
        self._items = MemoryAttentionFates(store)

    async def note(self, found: Sequence[Mismatch], at: datetime) -> int:
        noted = 0
        for mismatch in found:
            known = self._items.find(mismatch.dedupe_key)
            if known is None or known.may_open_again:
                self._items.put(mismatch.as_attention(at))
                noted += 1
        return noted

    async def unseen(
        self, kinds: Sequence[str], still: Collection[str], limit: int
    ) -> Sequence[AttentionItem]:
        found = [
            item
            for item in self._items
            if item.is_open and item.reason in kinds and item.dedupe_key not in still
        ]
        return sorted(found, key=lambda item: item.id)[:limit]

    async def orders_with_open(self, after: UUID | None, limit: int) -> Sequence[UUID]:
        found = {item.order_id for item in self._items if item.is_open and item.order_id}
        return sorted(each for each in found if after is None or each > after)[:limit]

    async def count_open(self) -> int:
        return sum(item.is_open for item in self._items)
