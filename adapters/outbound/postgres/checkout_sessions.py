"""Checkout sessions in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.orders import checkout_sessions
from domain.checkout.session import CheckoutSession


class PostgresCheckoutSessions:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, session: CheckoutSession) -> None:
        await self._connection.execute(insert(checkout_sessions).values(asdict(session)))

    async def of_order(self, order_id: UUID) -> CheckoutSession | None:
        found = await self._connection.execute(
            select(checkout_sessions).where(checkout_sessions.c.order_id == order_id)
        )
        row = found.mappings().one_or_none()
        return None if row is None else CheckoutSession(**row)

    async def of_session(self, session_id: str) -> CheckoutSession | None:
        found = await self._connection.execute(
            select(checkout_sessions).where(checkout_sessions.c.session_id == session_id)
        )
        row = found.mappings().one_or_none()
        return None if row is None else CheckoutSession(**row)

    async def save(self, session: CheckoutSession) -> None:
        await self._connection.execute(
            update(checkout_sessions)
            .where(checkout_sessions.c.order_id == session.order_id)
            .values(session_id=session.session_id, url=session.url, settled_at=session.settled_at)
        )

    async def unsettled(self, expired_before: datetime, limit: int) -> Sequence[CheckoutSession]:
        found = await self._connection.execute(
            select(checkout_sessions)
            .where(
                checkout_sessions.c.settled_at.is_(None),
                checkout_sessions.c.session_id.is_not(None),
                checkout_sessions.c.expires_at < expired_before,
            )
            .order_by(checkout_sessions.c.expires_at)
            .limit(limit)
        )
        return [CheckoutSession(**row) for row in found.mappings()]
