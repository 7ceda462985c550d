"""What staff must look at, in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.facts import attention_items
from domain.operations.attention import Attention
from domain.reconciliation.attention_item import Resolution

OPEN_AGAIN = {"resolved_at": None, "resolved_by": None, "resolution": None, "note": None}
MAY_OPEN_AGAIN = attention_items.c.resolution.in_(
    [Resolution.GONE.value, Resolution.REPAIRED.value]
)


class PostgresAttentionItems:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, item: Attention) -> None:
        await self._connection.execute(
            insert(attention_items).values(asdict(item)).on_conflict_do_nothing()
        )

    async def report(self, item: Attention) -> None:
        adding = insert(attention_items).values(asdict(item))
        await self._connection.execute(
            adding.on_conflict_do_update(
                index_elements=["dedupe_key"],
                set_={**OPEN_AGAIN, "at": adding.excluded.at, "details": adding.excluded.details},
                where=MAY_OPEN_AGAIN,
            )
        )

    async def withdraw(self, dedupe_key: str, by: str, at: datetime) -> None:
        await self._connection.execute(
            update(attention_items)
            .where(
                attention_items.c.dedupe_key == dedupe_key, attention_items.c.resolved_at.is_(None)
            )
            .values(resolved_at=at, resolved_by=by, resolution=Resolution.GONE.value)
        )

    async def open_reasons(self, order_id: UUID) -> Sequence[str]:
        found = await self._connection.execute(
            select(attention_items.c.reason)
            .where(attention_items.c.order_id == order_id, attention_items.c.resolved_at.is_(None))
            .order_by(attention_items.c.id)
        )
        return list(found.scalars())
