"""Which events the inbox has seen, in PostgreSQL."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.facts import inbox


class PostgresKnownEvents:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def unknown(self, provider: str, event_ids: Sequence[str]) -> Collection[str]:
        known = await self._connection.execute(
            select(inbox.c.event_id).where(
                inbox.c.provider == provider, inbox.c.event_id.in_(event_ids)
            )
        )
        return set(event_ids) - set(known.scalars())
