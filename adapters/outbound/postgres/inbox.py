"""Webhooks taken in, in PostgreSQL; the primary key tells a repeat."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.facts import inbox
from domain.payments.event import StoredEvent


class PostgresInbox:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def admit(self, event: StoredEvent) -> bool:
        adding = insert(inbox).values(
            provider=event.provider,
            event_id=event.event_id,
            type=event.type,
            object_id=event.object_id,
            body=event.body,
            received_at=event.received_at,
        )
        added = await self._connection.execute(
            adding.on_conflict_do_nothing().returning(inbox.c.event_id)
        )
        return added.first() is not None
