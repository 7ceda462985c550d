"""The reconcilers' side of staff's list, in PostgreSQL."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.attention import MAY_OPEN_AGAIN, OPEN_AGAIN
from adapters.outbound.postgres.attention_list import from_row
from adapters.outbound.postgres.tables.facts import attention_items
from domain.reconciliation.attention_item import AttentionItem
from domain.reconciliation.mismatch import Mismatch


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
        noted = await self._connection.execute(
            adding.on_conflict_do_update(
                index_elements=["dedupe_key"],
                set_={**OPEN_AGAIN, "at": at, "details": adding.excluded.details},
                where=MAY_OPEN_AGAIN,
            ).returning(attention_items.c.id)
        )
        return len(noted.all())

    async def unseen(
        self, kinds: Sequence[str], still: Collection[str], limit: int
    ) -> Sequence[AttentionItem]:
        found = await self._connection.execute(
            select(attention_items)
            .where(
                attention_items.c.resolved_at.is_(None),
                attention_items.c.reason.in_(kinds),
                attention_items.c.dedupe_key.not_in(sorted(still)),
            )
            .order_by(attention_items.c.id)
            .limit(limit)
        )
        return [from_row(row) for row in found.mappings()]

    async def orders_with_open(self, after: UUID | None, limit: int) -> Sequence[UUID]:
        order_id = attention_items.c.order_id
        wanted = select(order_id).where(
            attention_items.c.resolved_at.is_(None), order_id.is_not(None)
        )
        if after is not None:
            wanted = wanted.where(order_id > after)
        found = await self._connection.execute(wanted.distinct().order_by(order_id).limit(limit))
        return list(found.scalars())

    async def count_open(self) -> int:
        found = await self._connection.execute(
            select(func.count())
            .select_from(attention_items)
            .where(attention_items.c.resolved_at.is_(None))
        )
        return int(found.scalar_one())
