"""One PostgreSQL and one Valkey for the whole run, with a fresh database for every guard."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import asyncpg
from sqlalchemy.engine import make_url

from adapters.inbound.supervisor.stack import running_stack

NAMES = ("DATABASE_URL", "CACHE_URL")


@dataclass(frozen=True, slots=True)
class Servers:
    database_url: str
    cache_url: str

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[dict[str, str]]:
        """The environment for tests: what a broken migration made there harms nobody else."""
        name = f"guard_{uuid4().hex}"
        connection = await asyncpg.connect(self.database_url)
        try:
            await connection.execute(f"CREATE DATABASE {name}")
            url = make_url(self.database_url).set(database=name)
            yield {
                "DATABASE_URL": url.render_as_string(hide_password=False),
                "CACHE_URL": self.cache_url,
            }
            await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        finally:
            await connection.close()


@asynccontextmanager
async def servers(data_dir: Path) -> AsyncIterator[Servers]:
    """Those of the environment, else embedded ones."""
    given = [os.environ.get(name) for name in NAMES]
    if given[0] and given[1]:
        yield Servers(given[0], given[1])
        return
    async with running_stack(data_dir, only={"postgres", "valkey"}) as stack:
        yield Servers(*(stack.environment[name] for name in NAMES))
