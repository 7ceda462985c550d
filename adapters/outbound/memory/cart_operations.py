"""Operations taken in from clients' queues, in memory."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from adapters.outbound.memory.replies import KeptReply
from adapters.outbound.memory.table import MemoryStore, Table
from domain.carts.operation import KeptOperation
from domain.shared.refusals import Conflict


class MemoryCartOperations:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[tuple[UUID, str], tuple[UUID, KeptOperation]] = store.table(
            "cart_operations"
        )
        self._replies: Table[tuple[UUID, str], KeptReply] = store.table("replies")

    async def known(self, owner_id: UUID, ids: Sequence[str]) -> Mapping[str, KeptOperation]:
        found = (self._rows.get((owner_id, each)) for each in ids)
        return {row[1].id: row[1] for row in found if row is not None}

    async def keep(self, owner_id: UUID, operations: Sequence[KeptOperation]) -> None:
        for operation in operations:
            if (owner_id, operation.id) in self._rows:
                raise Conflict("Somebody else was quicker.")
            self._rows.put((owner_id, operation.id), (owner_id, operation))

    async def hand_over(self, owner_id: UUID, heir_id: UUID) -> None:
        for owner, operation in self._rows:
            if owner == owner_id and (heir_id, operation.id) not in self._rows:
                self._rows.put((heir_id, operation.id), (heir_id, operation))
        for (owner, key), reply in self._replies.items():
            if owner == owner_id and (heir_id, key) not in self._replies:
                self._replies.remove((owner, key))
                self._replies.put((heir_id, key), reply)

    async def forget(self, before: datetime, limit: int) -> int:
        old = [row for row in self._rows if row[1].at < before]
        chosen = sorted(old, key=lambda row: row[1].at)[:limit]
        for owner_id, operation in chosen:
            self._rows.remove((owner_id, operation.id))
        return len(chosen)
