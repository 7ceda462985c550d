"""The servers that the contract tests run against, started once per run."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.inbound.supervisor.stack import running_stack
from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.table import MemoryStore
from adapters.outbound.postgres.engine import make_engine
from adapters.outbound.postgres.migrate import migrate
from adapters.settings import Settings
from tests.contract.object_stores import running_object_store
from tests.contract.persistence import InMemory, InPostgres, Persistence

# Fifty buyers at once wait for each other here on a machine that does other things as well.
PATIENCE = {
    "DATABASE_POOL_SIZE": "20",
    "DATABASE_POOL_TIMEOUT_S": "30",
    "DATABASE_STATEMENT_TIMEOUT_S": "30",
    "DATABASE_LOCK_TIMEOUT_S": "20",
}
SERVERS = {"DATABASE_URL": "postgres", "CACHE_URL": "valkey"}


@pytest.fixture(scope="session")
async def servers(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, str]]:
    """Settings of a database and a cache: those of the environment, else embedded ones."""
    given = {name: os.environ[name] for name in SERVERS if os.environ.get(name)}
    missing = {server for name, server in SERVERS.items() if name not in given}
    async with AsyncExitStack() as until_the_end:
        found = dict(given)
        if missing:
            data_dir = tmp_path_factory.mktemp("servers")
            stack = await until_the_end.enter_async_context(running_stack(data_dir, only=missing))
            found = {**stack.environment, **given}
        yield {**found, **PATIENCE}


@pytest.fixture(scope="session")
async def postgres_engine(servers: dict[str, str]) -> AsyncIterator[AsyncEngine]:
    """On a migrated database that all tests share: each isolates itself by fresh ids."""
    settings = Settings.from_environment(servers)
    await asyncio.to_thread(migrate, settings.database_url)
    engine = make_engine(settings)
    yield engine
    await engine.dispose()


@pytest.fixture(scope="session")
def valkey_url(servers: dict[str, str]) -> str:
    return servers["CACHE_URL"]


@pytest.fixture(scope="session")
def object_store() -> Iterator[str]:
    """The address of a server that speaks S3."""
    with running_object_store() as address:
        yield address


@pytest.fixture(params=["memory", "postgres"])
def persistence(request: pytest.FixtureRequest) -> Persistence:
    """The same promises hold wherever the shop keeps its state."""
    if request.param == "memory":
        return InMemory(MemoryStore(), MemoryClock())
    return InPostgres(request.getfixturevalue("postgres_engine"))
