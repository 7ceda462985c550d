"""The doctor finds a healthy shop healthy, and names what to mend in one that is not."""

import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from redis.asyncio import Redis

import bootstrap
from adapters.inbound.doctor.finding import Finding, Severity
from adapters.inbound.doctor.report import exit_code
from adapters.inbound.supervisor.stack import Stack
from adapters.outbound.postgres.migrate import migrate
from adapters.settings import Settings
from application.payments.what_events_mean import EVENTS
from tests.contract.started_simulator import started

# Long enough for a busy machine; a check that waits for it is one that a test means to.
LIMIT = {"DOCTOR_TIMEOUT_S": "15"}
SOON = {"DOCTOR_TIMEOUT_S": "1"}


async def examined(stack: Stack, **changed: str) -> dict[str, Finding]:
    """The worst finding of each check."""
    settings = Settings.from_environment({**stack.environment, **LIMIT, **changed})
    async with bootstrap.build_doctor(settings) as examine:
        findings = await examine()
    told = {finding.check: finding for finding in findings}
    told |= {each.check: each for each in findings if each.severity is Severity.PROBLEM}
    assert exit_code(findings) == int(any(each.severity is Severity.PROBLEM for each in findings))
    return told


def assert_problem(finding: Finding, *, fix: str) -> None:
    assert finding.severity is Severity.PROBLEM, finding
    assert fix in finding.fix


@contextlib.asynccontextmanager
async def another_database(stack: Stack, *, migrated: bool = True) -> AsyncIterator[str]:
    """Beside the shop's own, so that nothing else is disturbed."""
    url, name = stack.environment["DATABASE_URL"], f"doctor_{uuid4().hex}"
    connection = await asyncpg.connect(url)
    await connection.execute(f"CREATE DATABASE {name}")
    other = f"{url.rpartition('/')[0]}/{name}"
    if migrated:
        await asyncio.to_thread(migrate, other)
    try:
        yield other
    finally:
        await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await connection.close()


async def execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def run_doctor(*words: str, **environment: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "adapters.inbound.cli.main", "doctor", *words),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode()


async def test_a_running_shop_is_healthy_and_no_secret_is_printed(stack: Stack) -> None:
    code, told = await run_doctor("--json", **stack.environment, **LIMIT)
    answer: dict[str, Any] = json.loads(told)
    # Other tests leave dead jobs and open items in the shop that all share.
    theirs = {"dead jobs", "attention"}
    unwell = [
        each
        for each in answer["findings"]
        if each["severity"] != "ok" and each["check"] not in theirs
    ]
    assert unwell == []
    assert code == (0 if answer["healthy"] else 1)
    secrets = (stack.data.path / "secrets.json").read_text()
    assert [secret for secret in json.loads(secrets).values() if secret in told] == []


async def test_it_finds_the_shop_that_up_keeps_running(stack: Stack) -> None:
    environment = {"DOCTOR_TIMEOUT_S": "15", "PYTHONPATH": ":".join(sys.path)}
    code, told = await run_doctor("--data-dir", str(stack.data.path), **environment)
    assert "stripe webhook" in told
    assert code == int("problem" in told)


async def test_without_a_shop_it_says_how_to_start_one(tmp_path: Path) -> None:
    code, told = await run_doctor("--data-dir", str(tmp_path))
    assert code == 1
    assert "passepartout up" in told


async def test_settings_that_nothing_starts_with_are_a_finding_too() -> None:
    code, told = await run_doctor("--json", ENVIRONMENT="production")
    assert code == 1
    assert "TOKEN_SECRET" in json.loads(told)["findings"][0]["found"]


async def test_wrong_keys_are_named(stack: Stack) -> None:
    told = await examined(
        stack, STRIPE_API_KEY="sk_test_0123456789abcdef", PRODIGI_API_KEY="0123456789abcdefgh"
    )
    assert_problem(told["stripe key"], fix="Set STRIPE_API_KEY")
    assert_problem(told["lab key"], fix="PRODIGI_API_KEY")


async def test_a_worker_and_a_relay_that_ended_are_missed(stack: Stack) -> None:
    async with another_database(stack) as url:
        await execute(
            url,
            "INSERT INTO heartbeats (process, role, pid, seen_at) "
            "VALUES ('w', 'worker', 1, now() - interval '1 hour')",
        )
        told = await examined(stack, DATABASE_URL=url)
    assert_problem(told["worker"], fix="passepartout worker")
    assert_problem(told["relay"], fix="passepartout relay")
    assert told["migrations"].severity is Severity.OK


async def test_dead_and_stuck_jobs_are_counted(stack: Stack) -> None:
    async with another_database(stack) as url:
        await execute(
            url,
            "INSERT INTO jobs (kind, dedupe_key, payload, state, run_at) VALUES "
            "('x', 'dead', '{}', 'dead', now()), "
            "('x', 'stuck', '{}', 'ready', now() - interval '1 hour')",
        )
        told = await examined(stack, DATABASE_URL=url)
    assert_problem(told["dead jobs"], fix="/api/admin/jobs")
    assert_problem(told["queue"], fix="passepartout worker")


async def test_an_old_and_an_empty_schema_are_to_be_migrated(stack: Stack) -> None:
    async with another_database(stack) as url:
        await execute(url, "UPDATE alembic_version SET version_num = '0001'")
        old = await examined(stack, DATABASE_URL=url)
    async with another_database(stack, migrated=False) as url:
        empty = await examined(stack, DATABASE_URL=url)
    assert_problem(old["migrations"], fix="passepartout migrate")
    assert_problem(empty["migrations"], fix="passepartout migrate")
    assert_problem(empty["queue"], fix="passepartout migrate")


@pytest.mark.parametrize(
    ("option", "value", "fix"),
    [
        ("--webhook-url", "http://127.0.0.1:1/elsewhere", "Register"),
        ("--webhook-events", "checkout.session.completed", "charge.refunded"),
        ("--webhook-status", "disabled", "Enable"),
    ],
)
async def test_an_endpoint_that_would_not_tell_us_is_found(
    stack: Stack, tmp_path: Path, option: str, value: str, fix: str
) -> None:
    url = f"{stack.environment['PUBLIC_BASE_URL']}/api/webhooks/stripe"
    options = {
        "--api-key": stack.environment["STRIPE_API_KEY"],
        "--webhook-url": url,
        "--webhook-events": ",".join(EVENTS),
        option: value,
    }
    words = [word for pair in options.items() for word in pair]
    async with started("simulators.stripe", tmp_path, *words) as simulator:
        told = await examined(stack, STRIPE_API_BASE=simulator.base_url)
    assert_problem(told["stripe webhook"], fix=fix)
    assert told["stripe key"].severity is Severity.OK


async def test_cache_and_broker_in_one_database_are_told_apart(stack: Stack) -> None:
    told = await examined(stack, CACHE_URL=stack.environment["BROKER_URL"])
    assert_problem(told["cache"], fix="Set CACHE_URL")


async def test_a_broker_that_throws_messages_away_is_found(stack: Stack) -> None:
    client: Any = Redis.from_url(stack.environment["BROKER_URL"])
    await client.config_set("maxmemory-policy", "allkeys-lru")
    try:
        told = await examined(stack)
    finally:
        await client.config_set("maxmemory-policy", "noeviction")
        await client.aclose()
    assert_problem(told["broker"], fix="noeviction")


async def test_storage_that_cannot_be_written_is_found(stack: Stack) -> None:
    # Not even the superuser, as whom tests may run, makes a directory there.
    told = await examined(stack, STORAGE_URL="file:///proc/passepartout")
    assert_problem(told["storage"], fix="Set STORAGE_URL")


async def test_storage_that_the_api_does_not_share_is_found(stack: Stack, tmp_path: Path) -> None:
    told = await examined(stack, STORAGE_URL=tmp_path.as_uri())
    assert told["storage"].severity is Severity.OK
    assert_problem(told["picture links"], fix="STORAGE_URL")


async def test_weak_and_shared_secrets_are_found(stack: Stack) -> None:
    weak = await examined(stack, TOKEN_SECRET="aaaaaaaaaaaaaaaaaaaaaaaa")
    shared = await examined(stack, ASSET_SECRET=stack.environment["TOKEN_SECRET"])
    assert_problem(weak["secrets"], fix="Set TOKEN_SECRET")
    assert_problem(shared["secrets"], fix="Set TOKEN_SECRET")


async def test_a_clock_that_is_off_is_found(stack: Stack) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n"
        writer.write(f"{head}Date: Sat, 01 Jan 2000 00:00:00 GMT\r\n\r\n{{}}".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        told = await examined(stack, STRIPE_API_BASE=f"http://127.0.0.1:{port}")
    finally:
        server.close()
    assert_problem(told["clock"], fix="NTP")
    assert_problem(told["stripe webhook"], fix="STRIPE_API_BASE")


async def test_black_holes_end_at_the_time_limit_and_hide_nothing_else(stack: Stack) -> None:
    async def say_nothing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        writer.close()

    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    hole = f"127.0.0.1:{port}"
    try:
        async with asyncio.timeout(30):
            told = await examined(
                stack,
                STRIPE_API_BASE=f"http://{hole}",
                PRODIGI_API_BASE=f"http://{hole}",
                DATABASE_URL=f"postgresql://postgres@{hole}/postgres",
                CACHE_URL=f"redis://{hole}/1",
                SMTP_URL=f"smtp://{hole}",
                **SOON,
            )
    finally:
        server.close()
    for check, fix in (
        ("stripe key", "STRIPE_API_BASE"),
        ("stripe webhook", "STRIPE_API_BASE"),
        ("lab key", "PRODIGI_API_BASE"),
        ("migrations", "DATABASE_URL"),
        ("queue", "DATABASE_URL"),
        ("mail", "SMTP_URL"),
    ):
        assert_problem(told[check], fix=fix)
    assert told["secrets"].severity is Severity.OK
    assert told["storage"].severity is Severity.OK


async def test_a_silent_api_is_not_taken_for_bad_storage(stack: Stack) -> None:
    stack.kill("api", signal.SIGSTOP)
    try:
        told = await examined(stack, DOCTOR_TIMEOUT_S="3")
    finally:
        stack.kill("api", signal.SIGCONT)
    assert told["storage"].severity is Severity.OK
    assert_problem(told["picture links"], fix="PUBLIC_BASE_URL")
    assert_problem(told["public address"], fix="PUBLIC_BASE_URL")
