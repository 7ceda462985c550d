"""A job that somebody holds is waited for by nobody, and found again when its lease ran out."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.operations.job import Lease
from tests.contract.persistence import LEASE_S, InPostgres, Persistence, until
from tests.contract.test_jobs import a_job, added, leased

LOCKED = text("SELECT id FROM jobs WHERE id = :id FOR UPDATE")
SOON_S = 5.0
LONG_AGO = timedelta(days=-4_500)


async def test_nobody_waits_for_a_job_that_is_just_being_taken(
    postgres_engine: AsyncEngine,
) -> None:
    persistence = InPostgres(postgres_engine)
    job = a_job()
    await added(persistence, job)
    job_id = await persistence.job_id(job.dedupe_key)
    async with postgres_engine.connect() as taking:
        await taking.execute(LOCKED, {"id": job_id})
        async with asyncio.timeout(SOON_S):
            assert await persistence.queue.claim(job_id) is None
        await taking.rollback()
    assert await persistence.queue.claim(job_id) is not None


async def test_a_lease_that_ran_out_is_found_without_a_bell(persistence: Persistence) -> None:
    first = await leased(persistence, replace(a_job(), delay=LONG_AGO))

    async def found() -> Lease | None:
        # Nothing else was due so long ago, so what is found had a lease that ran out.
        lease = await persistence.queue.claim_overdue(timedelta(days=9_000))
        return lease if lease is not None and lease.job_id == first.job_id else None

    assert LEASE_S < SOON_S
    again = await until(persistence, found)
    assert again.attempt == 2
    # Left to run out once more, it would be the oldest of all for the tests that come after.
    async with persistence.begin() as work:
        await work.jobs.finish(again)
        await work.commit()
