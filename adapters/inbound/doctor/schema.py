"""The database's schema is the one that this version of the program speaks of."""

from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

import adapters.outbound.postgres.migrations as migrations
from adapters.inbound.doctor.finding import Finding, problem, well

NAME = "migrations"
FIX = "Set DATABASE_URL to a PostgreSQL that runs and lets this user in."
IS_THERE = text("SELECT to_regclass('alembic_version') IS NOT NULL")
CURRENT = text("SELECT version_num FROM alembic_version")


@dataclass(frozen=True, slots=True)
class Schema:
    engine: AsyncEngine

    async def __call__(self) -> list[Finding]:
        async with self.engine.connect() as connection:
            current: set[str] = set()
            if (await connection.execute(IS_THERE)).scalar_one():
                current = set((await connection.execute(CURRENT)).scalars())
        return judge_schema(current, newest())


def newest() -> frozenset[str]:
    return frozenset(ScriptDirectory(str(Path(migrations.__path__[0]))).get_heads())


def judge_schema(current: Set[str], heads: Set[str]) -> list[Finding]:
    if current == heads:
        return [well(NAME, f"the schema is at {_named(heads)}, the newest")]
    told = f"the schema is at {_named(current)}, this program needs {_named(heads)}"
    return [problem(NAME, told, "Run `passepartout migrate`; if it has run, update this program.")]


def _named(revisions: Set[str]) -> str:
    return " and ".join(sorted(revisions)) or "nothing"
