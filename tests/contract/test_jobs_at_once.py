"""Two that write down the same long list, each in its own order, do not wait in a circle."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.contract.persistence import InPostgres
from tests.contract.test_jobs import a_job, added

# Long enough for both statements to be under way at the same time.
MANY = 3_000
ROUNDS = 3
NEVER_DUE = timedelta(days=9_000)
FORGET = text("DELETE FROM jobs WHERE run_at > now() + interval '8000 days'")


async def test_the_same_jobs_in_opposite_orders_are_no_deadlock(
    postgres_engine: AsyncEngine,
) -> None:
    persistence = InPostgres(postgres_engine)
    for _ in range(ROUNDS):
        jobs = [replace(a_job(), delay=NEVER_DUE) for _ in range(MANY)]
        await asyncio.gather(added(persistence, *jobs), added(persistence, *jobs[::-1]))
        async with postgres_engine.begin() as connection:
            assert (await connection.execute(FORGET)).rowcount == MANY
