"""Answers kept under Idempotency-Keys, in PostgreSQL.

The claim is an insert in the same transaction as the effect: a twin waits for it at the primary
key, and finds the answer when the first one commits, or an empty place when it was undone.
"""

from datetime import datetime
from typing import TypeVar

import msgspec

from adapters.outbound.postgres.errors import LockNotGranted, translated
from adapters.outbound.postgres.statements import Statements
from domain.operations.reply import KeyReused, Request, RequestInFlight

Answer = TypeVar("Answer")

CLAIM = """
    INSERT INTO replies (owner_id, key, fingerprint) VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING RETURNING key
"""
FIND = "SELECT fingerprint, answer::text FROM replies WHERE owner_id = $1 AND key = $2"
FORGET = """
    WITH forgotten AS (
        DELETE FROM replies USING (
            SELECT owner_id, key FROM replies WHERE at < $1
            ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED
        ) AS old
        WHERE replies.owner_id = old.owner_id AND replies.key = old.key
        RETURNING 1
    )
    SELECT count(*) FROM forgotten
"""
KEEP = "UPDATE replies SET answer = $3::text::jsonb WHERE owner_id = $1 AND key = $2"


class PostgresReplies:
    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def recall(self, request: Request, kind: type[Answer]) -> Answer | None:
        try:
            async with translated():
                claimed = await self._statements.row(
                    CLAIM, request.owner_id, request.key, request.fingerprint
                )
        except LockNotGranted as error:
            raise RequestInFlight("Ask again shortly.") from error
        return None if claimed is not None else await self.find(request, kind)

    async def find(self, request: Request, kind: type[Answer]) -> Answer | None:
        row = await self._statements.row(FIND, request.owner_id, request.key)
        if row is None:
            return None
        fingerprint, answer = row
        if fingerprint != request.fingerprint:
            raise KeyReused("This Idempotency-Key was used for another request.")
        return None if answer is None else msgspec.json.decode(answer, type=kind)

    async def keep(self, request: Request, answer: object) -> None:
        encoded = msgspec.json.encode(answer).decode()
        await self._statements.run(KEEP, request.owner_id, request.key, encoded)

    async def forget(self, before: datetime, limit: int) -> int:
        row = await self._statements.row(FORGET, before, limit)
        return 0 if row is None else int(row[0])
