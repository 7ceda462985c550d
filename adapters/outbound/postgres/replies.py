"""Answers kept under Idempotency-Keys, in PostgreSQL.

The claim is an insert in the same transaction as the effect: a twin waits for it at the primary
key, and finds the answer when the first one commits, or an empty place when it was undone.
"""

from typing import Any, TypeVar

import msgspec
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.errors import LockNotGranted, translated
from adapters.outbound.postgres.tables.jobs import replies
from domain.operations.reply import KeyReused, Request, RequestInFlight

Answer = TypeVar("Answer")


class PostgresReplies:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def recall(self, request: Request, kind: type[Answer]) -> Answer | None:
        claim = insert(replies).values(
            owner_id=request.owner_id, key=request.key, fingerprint=request.fingerprint
        )
        try:
            async with translated():
                claimed = await self._connection.execute(
                    claim.on_conflict_do_nothing().returning(replies.c.key)
                )
        except LockNotGranted as error:
            raise RequestInFlight("Ask again shortly.") from error
        if claimed.first() is not None:
            return None
        return await self.find(request, kind)

    async def find(self, request: Request, kind: type[Answer]) -> Answer | None:
        found = await self._connection.execute(
            select(replies.c.fingerprint, replies.c.answer).where(
                replies.c.owner_id == request.owner_id, replies.c.key == request.key
            )
        )
        row = found.one_or_none()
        if row is None:
            return None
        if row.fingerprint != request.fingerprint:
            raise KeyReused("This Idempotency-Key was used for another request.")
        return None if row.answer is None else msgspec.convert(row.answer, kind)

    async def keep(self, request: Request, answer: object) -> None:
        await self._connection.execute(
            update(replies)
            .where(replies.c.owner_id == request.owner_id, replies.c.key == request.key)
            .values(answer=msgspec.to_builtins(answer))
        )
