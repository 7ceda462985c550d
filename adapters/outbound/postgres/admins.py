"""Administrators in PostgreSQL."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.identity import users
from domain.identity.caller import Role


class PostgresAdmins:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock_all(self) -> frozenset[UUID]:
        # Always in the same order, so that two who do this wait instead of standing in the way.
        wanted = (
            select(users.c.id)
            .where(users.c.role == Role.ADMIN.value, users.c.erased_at.is_(None))
            .order_by(users.c.id)
            .with_for_update()
        )
        return frozenset((await self._connection.execute(wanted)).scalars())
