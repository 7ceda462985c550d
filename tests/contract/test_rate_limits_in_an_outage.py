"""While nobody can count, buyers are let in, guesses of passwords are not, and neither waits."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from redis.asyncio import Redis
from sqlalchemy import make_url

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.rate_limits import MemoryRateLimits
from adapters.outbound.redis.rate_limits import RedisRateLimits
from adapters.outbound.redis.rate_script import counting_client
from application.resilience.ports import LogInUnavailable, RateLimits
from domain.resilience.budgets import Budgets, account_key
from domain.resilience.circuit import Circuit
from domain.resilience.rate_class import RATE_CLOSED_WITHOUT_COUNTING, RateClass
from domain.resilience.rate_limit import RateLimit
from domain.resilience.refusals import TooManyRequests
from tests.contract.cuttable_line import CuttableLine, cuttable_line

ONE = RateLimit(count=1, per_s=1000, burst=1)
BUDGETS = Budgets(by_class=dict.fromkeys(RateClass, ONE), per_account=ONE)
OPEN = sorted(set(RateClass) - RATE_CLOSED_WITHOUT_COUNTING)
PAUSE = timedelta(seconds=2)
CHECKS = 1000
PATIENCE_S = 30.0


def in_redis(
    url: str, clock: MemoryClock, *, timeout_s: float = 0.25
) -> tuple[Redis, RedisRateLimits]:
    client = counting_client(url)
    limits = RedisRateLimits(
        client,
        budgets=BUDGETS,
        circuit=Circuit(failures_max=1, open_for=PAUSE),
        clock=clock,
        secret="a secret of the tests",
        timeout_s=timeout_s,
        webhook_wait_s=0.01,
    )
    return client, limits


@dataclass(slots=True)
class Line:
    """Limits whose Redis is at the end of a line that can be cut, and the clock of the pauses."""

    limits: RateLimits
    line: CuttableLine
    clock: MemoryClock


@pytest.fixture
async def cut(valkey_url: str) -> AsyncIterator[Line]:
    server = make_url(valkey_url)
    assert server.host is not None
    async with cuttable_line(server.host, server.port or 6379) as line:
        url = server.set(host="127.0.0.1", port=line.port)
        clock = MemoryClock()
        client, limits = in_redis(url.render_as_string(hide_password=False), clock)
        line.is_cut = True
        yield Line(limits, line, clock)
        await client.aclose()


@pytest.fixture(params=["memory", "stopped", "silent"])
async def uncounted(request: pytest.FixtureRequest, cut: Line) -> AsyncIterator[RateLimits]:
    if request.param == "silent":
        yield cut.limits
    elif request.param == "memory":
        memory = MemoryRateLimits(BUDGETS, MemoryClock())
        memory.can_count = False
        yield memory
    else:
        client, limits = in_redis("redis://127.0.0.1:1/0", MemoryClock())
        yield limits
        await client.aclose()


@pytest.mark.parametrize("rate_class", OPEN)
async def test_whoever_buys_or_delivers_is_let_in(
    uncounted: RateLimits, rate_class: RateClass
) -> None:
    for _ in range(3):
        await uncounted.admit(rate_class, "203.0.113.7")


@pytest.mark.parametrize("rate_class", sorted(RATE_CLOSED_WITHOUT_COUNTING))
async def test_whoever_may_be_guessing_is_told_to_come_back(
    uncounted: RateLimits, rate_class: RateClass
) -> None:
    for key in ("203.0.113.7", account_key("ada@example.com")):
        with pytest.raises(LogInUnavailable):
            await uncounted.admit(rate_class, key)


async def test_a_thousand_checks_wait_for_a_silent_server_once(cut: Line) -> None:
    for _ in range(CHECKS):
        await cut.limits.admit(RateClass.CART, str(uuid4()))
    assert cut.line.connections == 1


async def test_after_each_pause_one_try_finds_out(cut: Line) -> None:
    for tries in range(1, 4):
        await cut.limits.admit(RateClass.CART, str(uuid4()))
        await cut.limits.admit(RateClass.CART, str(uuid4()))
        assert cut.line.connections == tries
        cut.clock.advance(PAUSE)


async def test_it_counts_again_when_the_server_is_back(cut: Line) -> None:
    with pytest.raises(LogInUnavailable):
        await cut.limits.admit(RateClass.LOG_IN, "203.0.113.7")
    cut.line.is_cut = False
    cut.clock.advance(PAUSE)
    key = str(uuid4())
    await cut.limits.admit(RateClass.LOG_IN, key)
    with pytest.raises(TooManyRequests):
        await cut.limits.admit(RateClass.LOG_IN, key)


async def test_a_connection_that_broke_while_idle_is_no_outage(cut: Line) -> None:
    cut.line.is_cut = False
    for _ in range(3):
        await cut.limits.admit(RateClass.LOG_IN, str(uuid4()))
        cut.line.drop()
    assert cut.line.connections == 3


async def test_a_webhook_does_not_wait_for_a_silent_server(valkey_url: str) -> None:
    """Not even the first that finds it silent, nor those that come while the first one waits."""
    server = make_url(valkey_url)
    assert server.host is not None
    async with cuttable_line(server.host, server.port or 6379) as line:
        url = server.set(host="127.0.0.1", port=line.port).render_as_string(hide_password=False)
        client, limits = in_redis(url, MemoryClock(), timeout_s=PATIENCE_S)
        line.is_cut = True
        buying = asyncio.create_task(limits.admit(RateClass.CART, "a buyer"))
        async with asyncio.timeout(PATIENCE_S / 2):
            for serial in range(CHECKS // 10):
                await limits.admit(RateClass.WEBHOOK, f"203.0.113.{serial}")
        assert not buying.done()
        buying.cancel()
        await asyncio.wait({buying})
        await client.aclose()
