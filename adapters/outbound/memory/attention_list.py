"""Staff's list of what to look at, in memory."""

from collections.abc import Sequence
from uuid import UUID

from adapters.outbound.memory.attention_fates import MemoryAttentionFates
from adapters.outbound.memory.table import MemoryStore
from domain.reconciliation.attention_item import AttentionItem
from domain.reconciliation.repair import AttentionNotFound


class MemoryAttentionList:
    def __init__(self, store: MemoryStore) -> None:
        self._items = MemoryAttentionFates(store)

    async def page(self, resolved: bool, page: int, limit: int) -> Sequence[AttentionItem]:
        found = [item for item in self._newest_first() if item.is_open is not resolved]
        first = (page - 1) * limit
        return found[first : first + limit + 1]

    async def of_order(self, order_id: UUID) -> Sequence[AttentionItem]:
        return [item for item in self._newest_first() if item.order_id == order_id]

    async def find(self, dedupe_key: str) -> AttentionItem | None:
        return self._items.find(dedupe_key)

    async def get(self, item_id: int) -> AttentionItem:
        for item in self._items:
            if item.id == item_id:
                return item
        raise AttentionNotFound

    async def lock(self, item_id: int) -> AttentionItem:
        return await self.get(item_id)

    async def lock_open_of(self, order_id: UUID) -> Sequence[AttentionItem]:
        found = [item for item in self._items if item.order_id == order_id and item.is_open]
        return sorted(found, key=lambda item: item.id)

    async def close(self, item: AttentionItem) -> None:
        self._items.close(item)

    def _newest_first(self) -> list[AttentionItem]:
        return sorted(self._items, key=lambda item: (item.at, item.id), reverse=True)
