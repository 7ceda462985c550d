"""The relay's side of the jobs table; only PostgreSQL has one."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.postgres.doorbell import PostgresDoorbell
from domain.operations.job import JobKind, NewJob

LONG = timedelta(hours=1)


async def _scheduled(engine: AsyncEngine) -> str:
    key = f"doorbell:{uuid4()}"
    await PostgresDoorbell(engine).schedule(NewJob(kind=JobKind.POLL_DROPSHIPS, dedupe_key=key))
    return key


async def _set(engine: AsyncEngine, key: str, change: str) -> None:
    async with engine.begin() as connection:
        await connection.execute(
            text(f"UPDATE jobs SET {change} WHERE dedupe_key = :key"),  # noqa: S608
            {"key": key},
        )


async def _state(engine: AsyncEngine, key: str) -> str | None:
    async with engine.connect() as connection:
        found: str | None = await connection.scalar(
            text("SELECT state FROM jobs WHERE dedupe_key = :key"), {"key": key}
        )
        return found


async def _id(engine: AsyncEngine, key: str) -> object:
    async with engine.connect() as connection:
        return await connection.scalar(
            text("SELECT id FROM jobs WHERE dedupe_key = :key"), {"key": key}
        )


async def test_a_due_job_is_rung_for_once_and_then_left_alone_for_a_while(
    postgres_engine: AsyncEngine,
) -> None:
    key = await _scheduled(postgres_engine)
    job_id = await _id(postgres_engine, key)
    doorbell = PostgresDoorbell(postgres_engine)
    assert job_id in await doorbell.due(LONG, 100_000)
    assert job_id not in await doorbell.due(LONG, 100_000)
    assert job_id in await doorbell.due(timedelta(microseconds=-1), 100_000)


async def test_a_job_whose_lease_ran_out_is_rung_for_again(postgres_engine: AsyncEngine) -> None:
    key = await _scheduled(postgres_engine)
    await _set(
        postgres_engine,
        key,
        "state = 'leased', lease_token = gen_random_uuid(), "
        "lease_until = now() - interval '1 second'",
    )
    assert await _id(postgres_engine, key) in await PostgresDoorbell(postgres_engine).due(
        LONG, 100_000
    )


async def test_what_recurs_is_written_down_once_per_interval(postgres_engine: AsyncEngine) -> None:
    key = await _scheduled(postgres_engine)
    await PostgresDoorbell(postgres_engine).schedule(
        NewJob(kind=JobKind.POLL_DROPSHIPS, dedupe_key=key)
    )
    async with postgres_engine.connect() as connection:
        count = await connection.scalar(
            text("SELECT count(*) FROM jobs WHERE dedupe_key = :key"), {"key": key}
        )
    assert count == 1


async def test_old_done_jobs_are_forgotten_and_dead_ones_are_kept(
    postgres_engine: AsyncEngine,
) -> None:
    done, fresh, dead = [await _scheduled(postgres_engine) for _ in range(3)]
    long_ago = "finished_at = now() - interval '30 days'"
    await _set(postgres_engine, done, f"state = 'done', {long_ago}")
    await _set(postgres_engine, fresh, "state = 'done', finished_at = now()")
    await _set(postgres_engine, dead, f"state = 'dead', {long_ago}")

    await PostgresDoorbell(postgres_engine).forget_done(timedelta(days=20), 100_000)

    assert await _state(postgres_engine, done) is None
    assert await _state(postgres_engine, fresh) == "done"
    assert await _state(postgres_engine, dead) == "dead"
