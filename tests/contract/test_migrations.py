"""The migrations lead to exactly the tables that the code speaks of."""

import asyncio
import importlib
import pkgutil

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.postgres import tables
from adapters.outbound.postgres.migrate import migrate
from adapters.outbound.postgres.tables.metadata import metadata


def differences(connection: Connection) -> list[object]:
    for module in pkgutil.iter_modules(tables.__path__):
        importlib.import_module(f"{tables.__name__}.{module.name}")
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True}
    )
    return list(compare_metadata(context, metadata))


async def test_the_migrated_tables_are_those_of_the_code(postgres_engine: AsyncEngine) -> None:
    async with postgres_engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_migrating_again_and_at_the_same_time_changes_nothing(
    servers: dict[str, str], postgres_engine: AsyncEngine
) -> None:
    url = servers["DATABASE_URL"]
    await asyncio.gather(*(asyncio.to_thread(migrate, url) for _ in range(4)))
    async with postgres_engine.connect() as connection:
        assert await connection.run_sync(differences) == []
