"""Staff's list of what to look at, in PostgreSQL."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.facts import attention_items
from domain.reconciliation.attention_item import AttentionItem, Resolution
from domain.reconciliation.repair import AttentionNotFound

NEWEST_FIRST = (attention_items.c.at.desc(), attention_items.c.id.desc())


class PostgresAttentionList:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def page(self, resolved: bool, page: int, limit: int) -> Sequence[AttentionItem]:
        is_open = attention_items.c.resolved_at.is_(None)
        found = await self._connection.execute(
            select(attention_items)
            .where(~is_open if resolved else is_open)
            .order_by(*NEWEST_FIRST)
            .offset((page - 1) * limit)
            .limit(limit + 1)
        )
        return [from_row(row) for row in found.mappings()]

    async def of_order(self, order_id: UUID) -> Sequence[AttentionItem]:
        found = await self._connection.execute(
            select(attention_items)
            .where(attention_items.c.order_id == order_id)
            .order_by(*NEWEST_FIRST)
        )
        return [from_row(row) for row in found.mappings()]

    async def find(self, dedupe_key: str) -> AttentionItem | None:
        found = await self._connection.execute(
            select(attention_items).where(attention_items.c.dedupe_key == dedupe_key)
        )
        row = found.mappings().one_or_none()
        return None if row is None else from_row(row)

    async def get(self, item_id: int) -> AttentionItem:
        return await self._one(select(attention_items).where(attention_items.c.id == item_id))

    async def lock(self, item_id: int) -> AttentionItem:
        wanted = select(attention_items).where(attention_items.c.id == item_id)
        return await self._one(wanted.with_for_update())

    async def lock_open_of(self, order_id: UUID) -> Sequence[AttentionItem]:
        found = await self._connection.execute(
            select(attention_items)
            .where(attention_items.c.order_id == order_id, attention_items.c.resolved_at.is_(None))
            .order_by(attention_items.c.id)
            .with_for_update()
        )
        return [from_row(row) for row in found.mappings()]

    async def close(self, item: AttentionItem) -> None:
        await self._connection.execute(
            update(attention_items)
            .where(attention_items.c.id == item.id)
            .values(
                resolved_at=item.resolved_at,
                resolved_by=item.resolved_by,
                resolution=item.resolution,
                note=item.note,
            )
        )

    async def _one(self, wanted: Select[Any]) -> AttentionItem:
        row = (await self._connection.execute(wanted)).mappings().one_or_none()
        if row is None:
            raise AttentionNotFound
        return from_row(row)


def from_row(row: RowMapping) -> AttentionItem:
    resolution = row["resolution"]
    return AttentionItem(**{**row, "resolution": Resolution(resolution) if resolution else None})
