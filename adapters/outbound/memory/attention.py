"""What staff must look at, in memory."""

from collections.abc import Sequence
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.operations.attention import Attention


class MemoryAttentionItems:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[str, Attention] = store.table("attention_items")

    async def add(self, item: Attention) -> None:
        if item.dedupe_key not in self._rows:
            self._rows.put(item.dedupe_key, item)

    async def open_reasons(self, order_id: UUID) -> Sequence[str]:
        return [item.reason for item in self._rows if item.order_id == order_id]
