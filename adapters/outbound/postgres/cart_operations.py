"""Operations taken in from clients' queues, in PostgreSQL: known in one round trip, kept in one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from adapters.outbound.postgres.statements import Statements
from domain.carts.operation import KeptOperation, OperationResult

KNOWN = """
    SELECT coalesce(json_agg(json_build_array(fingerprint, result, at)), '[]')::text
    FROM cart_operations WHERE owner_id = $1 AND operation_id = ANY($2::text[])
"""
KEEP = """
    INSERT INTO cart_operations (owner_id, operation_id, fingerprint, result, at)
    SELECT $1, operation.id, operation.fingerprint, operation.result::jsonb, operation.at
    FROM unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[])
        AS operation (id, fingerprint, result, at)
"""
HAND_OVER = """
    WITH keys_moved AS (
        UPDATE replies SET owner_id = $2 WHERE owner_id = $1 AND NOT EXISTS (
            SELECT 1 FROM replies AS known WHERE known.owner_id = $2 AND known.key = replies.key
        )
    )
    INSERT INTO cart_operations (owner_id, operation_id, fingerprint, result, at)
    SELECT $2, operation_id, fingerprint, result, at FROM cart_operations WHERE owner_id = $1
    ON CONFLICT (owner_id, operation_id) DO NOTHING
"""
FORGET = """
    WITH forgotten AS (
        DELETE FROM cart_operations USING (
            SELECT owner_id, operation_id FROM cart_operations WHERE at < $1
            ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED
        ) AS old
        WHERE cart_operations.owner_id = old.owner_id
            AND cart_operations.operation_id = old.operation_id
        RETURNING 1
    )
    SELECT count(*) FROM forgotten
"""


class _Row(msgspec.Struct, array_like=True):
    fingerprint: str
    result: OperationResult
    at: datetime


_rows = msgspec.json.Decoder(list[_Row])


class PostgresCartOperations:
    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def known(self, owner_id: UUID, ids: Sequence[str]) -> Mapping[str, KeptOperation]:
        row = await self._statements.row(KNOWN, owner_id, list(ids))
        found = [] if row is None else _rows.decode(row[0])
        return {
            each.result.id: KeptOperation(
                fingerprint=each.fingerprint, result=each.result, at=each.at
            )
            for each in found
        }

    async def keep(self, owner_id: UUID, operations: Sequence[KeptOperation]) -> None:
        await self._statements.run(
            KEEP,
            owner_id,
            [each.id for each in operations],
            [each.fingerprint for each in operations],
            [msgspec.json.encode(each.result).decode() for each in operations],
            [each.at for each in operations],
        )

    async def hand_over(self, owner_id: UUID, heir_id: UUID) -> None:
        await self._statements.run(HAND_OVER, owner_id, heir_id)

    async def forget(self, before: datetime, limit: int) -> int:
        row = await self._statements.row(FORGET, before, limit)
        return 0 if row is None else int(row[0])
