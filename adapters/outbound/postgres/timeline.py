"""The timeline in PostgreSQL; a trigger refuses to change or delete a row."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.facts import timeline
from domain.orders.timeline import TimelineEntry


class PostgresTimeline:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, *entries: TimelineEntry) -> None:
        if entries:
            await self._connection.execute(
                insert(timeline).values([asdict(entry) for entry in entries])
            )

    async def of(self, order_id: UUID) -> Sequence[TimelineEntry]:
        columns = [column for column in timeline.c if column.name != "id"]
        found = await self._connection.execute(
            select(*columns).where(timeline.c.order_id == order_id).order_by(timeline.c.id)
        )
        return [TimelineEntry(**row) for row in found.mappings()]
