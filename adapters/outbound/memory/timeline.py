"""The timeline in memory; there is no way to change or delete an entry."""

from collections.abc import Sequence
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.orders.timeline import TimelineEntry


class MemoryTimeline:
    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._rows: Table[int, TimelineEntry] = store.table("timeline")

    async def add(self, *entries: TimelineEntry) -> None:
        for entry in entries:
            self._rows.put(self._store.next_serial("timeline"), entry)

    async def of(self, order_id: UUID) -> Sequence[TimelineEntry]:
        return [entry for entry in self._rows if entry.order_id == order_id]
