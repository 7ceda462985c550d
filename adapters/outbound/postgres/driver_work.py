"""A unit of work on asyncpg itself, with the collections of the hottest path only."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from sqlalchemy.engine import make_url

from adapters.outbound.postgres.cart_operations import PostgresCartOperations
from adapters.outbound.postgres.carts import PostgresCarts
from adapters.outbound.postgres.ending import committed, uncancelled
from adapters.outbound.postgres.engine import server_settings
from adapters.outbound.postgres.errors import translated
from adapters.outbound.postgres.replies import PostgresReplies
from adapters.outbound.postgres.statements import DriverStatements
from adapters.settings import Settings


class DriverWork:
    def __init__(self, connection: "asyncpg.Connection[Any]") -> None:
        self._connection = connection
        statements = DriverStatements(connection)
        self.carts = PostgresCarts(statements)
        self.operations = PostgresCartOperations(statements)
        self.replies = PostgresReplies(statements)

    async def commit(self) -> None:
        await committed(self._connection.execute("COMMIT"))


class DriverBegin:
    """Opens such works on a small pool of its own, made on first use."""

    def __init__(self, settings: Settings, role: str) -> None:
        self._settings = settings
        self._role = role
        self._making = asyncio.Lock()
        self._pool: asyncpg.Pool[Any] | None = None

    @asynccontextmanager
    async def __call__(self, *, reading: bool = False) -> AsyncIterator[DriverWork]:
        async with translated():
            pool = self._pool or await self._make_pool()
            async with pool.acquire(timeout=self._settings.database_pool_timeout_s) as connection:
                if reading:
                    yield DriverWork(connection)
                    return
                await connection.execute("BEGIN")
                try:
                    yield DriverWork(connection)
                finally:
                    if connection.is_in_transaction():
                        await uncancelled(connection.execute("ROLLBACK"))

    async def aclose(self) -> None:
        if self._pool is not None:
            await self._pool.close()

    async def _make_pool(self) -> "asyncpg.Pool[Any]":
        async with self._making:
            if self._pool is None:
                settings = self._settings
                url = make_url(settings.database_url).set(drivername="postgresql")
                timeout_s = settings.database_statement_timeout_s
                self._pool = await asyncpg.create_pool(
                    url.render_as_string(hide_password=False),
                    min_size=0,
                    max_size=settings.database_pool_size,
                    timeout=settings.database_pool_timeout_s,
                    command_timeout=timeout_s + 5,
                    statement_cache_size=100 if settings.database_prepared_statements else 0,
                    server_settings=server_settings(settings, self._role, timeout_s),
                    # Nothing here changes a session, and asyncpg's reset is a round trip.
                    reset=_nothing_to_reset,
                )
        return self._pool


async def _nothing_to_reset(_: object) -> None:
    return None
