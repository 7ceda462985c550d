"""The real PostgreSQL and Valkey, under whatever user runs the tests: CI is root."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest
from redis.asyncio import Redis
from sqlalchemy import URL, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from adapters.inbound.supervisor.stack import Stack, running_stack
from tests.supervisor.stubs import eventually, is_alive

SERVERS = {"postgres", "valkey"}


@pytest.fixture
def closed_directory(tmp_path: Path) -> Path:
    """As a clone in root's home: PostgreSQL's own user could not enter it by itself."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    return closed / "var"


def database_of(stack: Stack) -> URL:
    return make_url(stack.environment["DATABASE_URL"]).set(drivername="postgresql+asyncpg")


async def sql(database: URL, statement: str) -> object:
    """The first value of its result, if it has one."""
    async with create_async_engine(database, poolclass=NullPool).begin() as connection:
        result = await connection.execute(text(statement))
        return result.scalar() if result.returns_rows else None


async def test_both_keep_their_data_over_a_kill_and_over_a_restart(closed_directory: Path) -> None:
    async with running_stack(closed_directory, only=SERVERS) as stack:
        await sql(database_of(stack), "CREATE TABLE pictures AS SELECT 7 AS number")
        stack.kill("postgres")
        await stack.ready("postgres")
        assert await sql(database_of(stack), "SELECT number FROM pictures") == 7
        async with Redis.from_url(stack.environment["BROKER_URL"]) as broker:
            await broker.set("bell", "rung")

    async with running_stack(closed_directory, only=SERVERS) as stack:
        assert await sql(database_of(stack), "SELECT number FROM pictures") == 7
        async with Redis.from_url(stack.environment["BROKER_URL"]) as broker:
            assert await broker.get("bell") == b"rung"


async def test_they_are_durable_and_want_a_password(closed_directory: Path) -> None:
    async with running_stack(closed_directory, only=SERVERS) as stack:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert await sql(database_of(stack), f"SHOW {setting}") == "on"
        with pytest.raises(Exception, match="password authentication failed"):
            await sql(database_of(stack).set(password="guess"), "SELECT 1")
        async with Redis.from_url(stack.environment["BROKER_URL"]) as broker:
            assert (await broker.config_get("maxmemory-policy")) == {
                "maxmemory-policy": "noeviction"
            }


async def test_a_killed_supervisor_leaves_nothing_behind_and_the_next_one_starts(
    closed_directory: Path,
) -> None:
    program = (
        "import asyncio, pathlib, sys\n"
        "from adapters.inbound.supervisor.stack import running_stack\n"
        "async def main():\n"
        f"    async with running_stack(pathlib.Path(sys.argv[1]), only={SERVERS!r}) as stack:\n"
        "        print(*stack.pids.values(), flush=True)\n"
        "        await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    supervisor = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program, str(closed_directory)), stdout=asyncio.subprocess.PIPE
    )
    assert supervisor.stdout is not None
    pids = [int(word) for word in (await supervisor.stdout.readline()).split()]
    assert len(pids) == 2
    supervisor.send_signal(signal.SIGKILL)
    await supervisor.wait()

    async with running_stack(closed_directory, only=SERVERS) as stack:
        assert await sql(database_of(stack), "SELECT 1") == 1
        await eventually(lambda: not any(is_alive(pid) for pid in pids))
