"""Checkout sessions whose end is not known yet, in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.orders import checkout_sessions
from domain.checkout.session import CheckoutSession


class PostgresOpenSessions:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def turn(
        self, made_before: datetime, ends_after: datetime, after: UUID | None, limit: int
    ) -> Sequence[CheckoutSession]:
        wanted = select(checkout_sessions).where(
            checkout_sessions.c.settled_at.is_(None),
            checkout_sessions.c.session_id.is_not(None),
            checkout_sessions.c.created_at < made_before,
            checkout_sessions.c.expires_at > ends_after,
        )
        if after is not None:
            wanted = wanted.where(checkout_sessions.c.order_id > after)
        found = await self._connection.execute(
            wanted.order_by(checkout_sessions.c.order_id).limit(limit)
        )
        return [CheckoutSession(**row) for row in found.mappings()]
