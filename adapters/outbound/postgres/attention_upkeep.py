"""The reconcilers' side of staff's list, in PostgreSQL."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.facts import attention_items
from domain.reconciliation.attention_item import Resolution
from domain.reconciliation.mismatch import Mismatch

CLOSED_BY = "reconciler"
OPEN_AGAIN = {"resolved_at": None, "resolved_by": None, "resolution": None, "note": None}


class PostgresAttentionUpkeep:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def note(self, found: Sequence[Mismatch], at: datetime) -> int:
        if not found:
            return 0
        adding = insert(attention_items).values(
            # In one order of keys, so that two rounds at once cannot deadlock.
            [
                asdict(each.as_attention(at))
                for each in sorted(found, key=lambda one: one.dedupe_key)
            ]
        )
        may_open_again = attention_items.c.resolved_at.is_not(
            None
        ) & attention_items.c.resolution.in_([Resolution.GONE, Resolution.REPAIRED])
        noted = await self._connection.execute(
            adding.on_conflict_do_update(
                index_elements=["dedupe_key"],
                set_={**OPEN_AGAIN, "at": at, "details": adding.excluded.details},
                where=may_open_again,
            ).returning(attention_items.c.id)
        )
        return len(noted.all())

    async def close_gone(self, kinds: Sequence[str], still: Collection[str], at: datetime) -> int:
        closed = await self._connection.execute(
            update(attention_items)
            .where(
                attention_items.c.resolved_at.is_(None),
                attention_items.c.reason.in_(kinds),
                attention_items.c.dedupe_key.not_in(sorted(still)),
            )
            .values(resolved_at=at, resolved_by=CLOSED_BY, resolution=Resolution.GONE.value)
        )
        return closed.rowcount

    async def count_open(self) -> int:
        found = await self._connection.execute(
            select(func.count())
            .select_from(attention_items)
            .where(attention_items.c.resolved_at.is_(None))
        )
        return int(found.scalar_one())
