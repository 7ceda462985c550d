"""Statements written by hand, on a connection of SQLAlchemy's or on the driver's own.

The cart is on the hottest path of a shop, and there SQLAlchemy costs more than PostgreSQL does:
docs/decisions/0006-speak-to-the-driver-for-carts.md has the figures.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from asyncpg import Connection
from sqlalchemy.ext.asyncio import AsyncConnection


class Statements(Protocol):
    """Parameters are `$1`, `$2`, …; each call is one round trip."""

    async def row(self, sql: str, *given: object) -> Sequence[Any] | None:
        """The one row, or None."""
        ...

    async def run(self, sql: str, *given: object) -> None: ...


class SqlalchemyStatements:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def row(self, sql: str, *given: object) -> Sequence[Any] | None:
        return (await self._connection.exec_driver_sql(sql, given)).one_or_none()

    async def run(self, sql: str, *given: object) -> None:
        await self._connection.exec_driver_sql(sql, given)


class DriverStatements:
    def __init__(self, connection: "Connection[Any]") -> None:
        self._connection = connection

    async def row(self, sql: str, *given: object) -> Sequence[Any] | None:
        found: Sequence[Any] | None = await self._connection.fetchrow(sql, *given)
        return found

    async def run(self, sql: str, *given: object) -> None:
        await self._connection.execute(sql, *given)
