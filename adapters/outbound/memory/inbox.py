"""Webhooks taken in, in memory."""

from adapters.outbound.memory.table import MemoryStore, Table
from domain.payments.event import StoredEvent


class MemoryInbox:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[tuple[str, str], StoredEvent] = store.table("inbox")

    async def admit(self, event: StoredEvent) -> bool:
        key = (event.provider, event.event_id)
        if key in self._rows:
            return False
        self._rows.put(key, event)
        return True
