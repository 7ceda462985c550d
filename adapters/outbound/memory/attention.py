"""What staff must look at, in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from adapters.outbound.memory.attention_fates import MemoryAttentionFates
from adapters.outbound.memory.table import MemoryStore
from domain.operations.attention import Attention
from domain.reconciliation.attention_item import Resolution


class MemoryAttentionItems:
    def __init__(self, store: MemoryStore) -> None:
        self._items = MemoryAttentionFates(store)

    async def add(self, item: Attention) -> None:
        if self._items.find(item.dedupe_key) is None:
            self._items.put(item)

    async def report(self, item: Attention) -> None:
        known = self._items.find(item.dedupe_key)
        if known is None or known.may_open_again:
            self._items.put(item)

    async def withdraw(self, dedupe_key: str, by: str, at: datetime) -> None:
        known = self._items.find(dedupe_key)
        if known is not None and known.is_open:
            gone = replace(known, resolved_at=at, resolved_by=by, resolution=Resolution.GONE)
            self._items.close(gone)

    async def open_reasons(self, order_id: UUID) -> Sequence[str]:
        return [item.reason for item in self._items if item.order_id == order_id and item.is_open]
