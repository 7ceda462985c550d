"""Which events the inbox has seen, in memory."""

from collections.abc import Collection, Sequence

from adapters.outbound.memory.table import MemoryStore, Table
from domain.payments.event import StoredEvent


class MemoryKnownEvents:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[tuple[str, str], StoredEvent] = store.table("inbox")

    async def unknown(self, provider: str, event_ids: Sequence[str]) -> Collection[str]:
        return {event_id for event_id in event_ids if (provider, event_id) not in self._rows}
