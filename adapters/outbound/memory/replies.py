"""Answers kept under Idempotency-Keys, in memory.

A twin in flight waits at the store's lock and then finds the answer, or an empty place when the
first one was undone.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

import msgspec

from adapters.outbound.memory.table import MemoryStore, Table
from domain.operations.reply import KeyReused, Request

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class KeptReply:
    """`answer` is None while the request that claimed the key is still being answered."""

    fingerprint: str
    answer: object | None = None
    # By the machine's clock, as a database dates its rows.
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


class MemoryReplies:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[tuple[UUID, str], KeptReply] = store.table("replies")

    async def recall(self, request: Request, kind: type[Answer]) -> Answer | None:
        place = (request.owner_id, request.key)
        if place not in self._rows:
            self._rows.put(place, KeptReply(request.fingerprint))
            return None
        return await self.find(request, kind)

    async def find(self, request: Request, kind: type[Answer]) -> Answer | None:
        kept = self._rows.get((request.owner_id, request.key))
        if kept is None:
            return None
        if kept.fingerprint != request.fingerprint:
            raise KeyReused("This Idempotency-Key was used for another request.")
        return None if kept.answer is None else msgspec.convert(kept.answer, kind)

    async def keep(self, request: Request, answer: object) -> None:
        place = (request.owner_id, request.key)
        claimed = self._rows.get(place)
        if claimed is not None:
            # In the plain form of JSON, so that an answer changes here as it does in a database.
            self._rows.put(place, replace(claimed, answer=msgspec.to_builtins(answer)))

    async def forget(self, before: datetime, limit: int) -> int:
        old = sorted((row.at, place) for place, row in self._rows.items() if row.at < before)
        for _, place in old[:limit]:
            self._rows.remove(place)
        return len(old[:limit])
