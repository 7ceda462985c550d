"""Whoever counts requests keeps the same promises."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.rate_limits import MemoryRateLimits
from adapters.outbound.redis.rate_limits import NAMESPACE, RedisRateLimits
from adapters.outbound.redis.rate_script import counting_client
from application.resilience.ports import RateLimits
from domain.resilience.budgets import Budgets, account_key
from domain.resilience.circuit import Circuit
from domain.resilience.rate_class import RateClass
from domain.resilience.rate_limit import RateLimit
from domain.resilience.refusals import TooManyRequests

DEADLINE_S = 10.0


class Counting(Protocol):
    def limits(self, budgets: Budgets) -> RateLimits:
        """Of one process; all of them count together."""
        ...

    async def let_time_pass(self) -> None: ...


@dataclass(slots=True)
class InMemory:
    clock: MemoryClock = field(default_factory=MemoryClock)
    made: MemoryRateLimits | None = None

    def limits(self, budgets: Budgets) -> RateLimits:
        self.made = self.made or MemoryRateLimits(budgets, self.clock)
        return self.made

    async def let_time_pass(self) -> None:
        self.clock.advance(timedelta(milliseconds=10))


@dataclass(slots=True)
class InRedis:
    url: str
    opened: AsyncExitStack

    def limits(self, budgets: Budgets) -> RateLimits:
        client = counting_client(self.url)
        self.opened.push_async_callback(client.aclose)
        return RedisRateLimits(
            client,
            budgets=budgets,
            circuit=Circuit(failures_max=1, open_for=timedelta(seconds=60)),
            clock=MemoryClock(),
            secret="a secret of the tests",
            webhook_wait_s=DEADLINE_S,
            timeout_s=DEADLINE_S,
        )

    async def let_time_pass(self) -> None:
        await asyncio.sleep(0.01)


@pytest.fixture(params=["memory", "valkey"])
async def counting(request: pytest.FixtureRequest, valkey_url: str) -> AsyncIterator[Counting]:
    async with AsyncExitStack() as opened:
        yield InMemory() if request.param == "memory" else InRedis(valkey_url, opened)


def only(limits: Mapping[RateClass, str], account: str = "off") -> Budgets:
    read = {each: RateLimit.read(written) for each, written in limits.items()}
    return Budgets(
        by_class={each: limit for each, limit in read.items() if limit},
        per_account=RateLimit.read(account),
    )


async def is_admitted(limits: RateLimits, rate_class: RateClass, key: str) -> bool:
    try:
        await limits.admit(rate_class, key)
    except TooManyRequests:
        return False
    return True


# A piece of this budget comes back after more than a quarter of an hour: not during a test.
FIVE = only({RateClass.CART: "1/1000+5", RateClass.BROWSE: "1/1000+5"}, account="1/1000+2")


async def test_the_burst_is_admitted_and_not_one_more(counting: Counting) -> None:
    limits, key = counting.limits(FIVE), str(uuid4())
    admitted = [await is_admitted(limits, RateClass.CART, key) for _ in range(8)]
    assert admitted == [True] * 5 + [False] * 3


async def test_a_refusal_says_when_to_come_back(counting: Counting) -> None:
    limits, key = counting.limits(FIVE), str(uuid4())
    for _ in range(5):
        await limits.admit(RateClass.CART, key)
    with pytest.raises(TooManyRequests) as refused:
        await limits.admit(RateClass.CART, key)
    assert 900 < refused.value.retry_after_s <= 1000


async def test_asking_while_refused_costs_nothing(counting: Counting) -> None:
    limits, key = counting.limits(FIVE), str(uuid4())
    waits = []
    for _ in range(20):
        try:
            await limits.admit(RateClass.CART, key)
        except TooManyRequests as refused:
            waits.append(refused.retry_after_s)
    assert waits == sorted(waits, reverse=True)


async def test_callers_and_classes_have_budgets_of_their_own(counting: Counting) -> None:
    limits, key = counting.limits(FIVE), str(uuid4())
    for _ in range(5):
        await limits.admit(RateClass.CART, key)
    assert not await is_admitted(limits, RateClass.CART, key)
    assert await is_admitted(limits, RateClass.CART, str(uuid4()))
    assert await is_admitted(limits, RateClass.BROWSE, key)


async def test_an_account_has_its_own_limit_in_each_class(counting: Counting) -> None:
    limits = counting.limits(FIVE)
    key = account_key(f"{uuid4()}@example.com")
    for rate_class in (RateClass.LOG_IN, RateClass.RESET):
        admitted = [await is_admitted(limits, rate_class, key) for _ in range(4)]
        assert admitted == [True, True, False, False]


async def test_a_class_without_a_limit_admits_everything(counting: Counting) -> None:
    limits, key = counting.limits(only({})), str(uuid4())
    assert all([await is_admitted(limits, RateClass.LOG_IN, key) for _ in range(50)])


async def test_the_budget_comes_back_with_time(counting: Counting) -> None:
    limits, key = counting.limits(only({RateClass.CART: "100/1+3"})), str(uuid4())
    while await is_admitted(limits, RateClass.CART, key):
        pass
    deadline = time.monotonic() + DEADLINE_S
    while not await is_admitted(limits, RateClass.CART, key):
        assert time.monotonic() < deadline
        await counting.let_time_pass()


async def test_two_hundred_at_once_get_exactly_the_burst(counting: Counting) -> None:
    limits, key = counting.limits(only({RateClass.CART: "1/1000+37"})), str(uuid4())
    admitted = await asyncio.gather(*(is_admitted(limits, RateClass.CART, key) for _ in range(200)))
    assert sum(admitted) == 37


async def test_a_thousand_callers_at_once_are_told_apart(counting: Counting) -> None:
    limits = counting.limits(only({RateClass.CART: "1/1000+1"}))
    keys = [str(uuid4()) for _ in range(1000)]
    twice = await asyncio.gather(
        *(is_admitted(limits, RateClass.CART, key) for key in [*keys, *keys])
    )
    assert twice == [True] * 1000 + [False] * 1000


async def test_processes_share_one_budget(counting: Counting) -> None:
    budgets, key = only({RateClass.CART: "1/1000+20"}), str(uuid4())
    processes = [counting.limits(budgets) for _ in range(3)]
    admitted = await asyncio.gather(
        *(is_admitted(limits, RateClass.CART, key) for limits in processes for _ in range(30))
    )
    assert sum(admitted) == 20


async def test_what_one_process_keeps_in_hand_is_lost_to_the_others_and_never_doubled(
    counting: Counting,
) -> None:
    written, key = "1/1000+200", str(uuid4())
    processes = [counting.limits(only({RateClass.CART: written})) for _ in range(3)]
    admitted = 0
    for _ in range(200):
        admitted += sum([await is_admitted(each, RateClass.CART, key) for each in processes])
    limit = RateLimit.read(written)
    assert limit is not None
    assert 200 - 2 * limit.share < admitted <= 200


async def test_a_caller_alone_gets_every_request_of_a_large_budget(counting: Counting) -> None:
    limits, key = counting.limits(only({RateClass.CART: "1/1000+207"})), str(uuid4())
    admitted = [await is_admitted(limits, RateClass.CART, key) for _ in range(250)]
    assert admitted == [True] * 207 + [False] * 43


async def test_two_hundred_clicks_within_the_budget_all_pass(counting: Counting) -> None:
    limits, key = counting.limits(only({RateClass.CART: "1/1000+200"})), str(uuid4())
    clicks = (is_admitted(limits, RateClass.CART, key) for _ in range(200))
    assert all(await asyncio.gather(*clicks))


async def test_whoever_gives_up_waiting_takes_nobody_along(counting: Counting) -> None:
    limits, key = counting.limits(FIVE), str(uuid4())
    leaving = asyncio.create_task(limits.admit(RateClass.CART, key))
    staying = asyncio.create_task(limits.admit(RateClass.CART, key))
    await asyncio.sleep(0)
    leaving.cancel()
    await staying
    assert await is_admitted(limits, RateClass.CART, key)


async def test_a_server_that_forgot_the_script_is_told_again(valkey_url: str) -> None:
    async with AsyncExitStack() as opened, Redis.from_url(valkey_url) as client:
        limits, key = InRedis(valkey_url, opened).limits(FIVE), str(uuid4())
        for _ in range(5):
            await limits.admit(RateClass.CART, key)
            await client.script_flush()
        assert not await is_admitted(limits, RateClass.CART, key)


async def test_redis_forgets_whoever_stays_away(valkey_url: str) -> None:
    async with AsyncExitStack() as opened, Redis.from_url(valkey_url) as client:
        limits = InRedis(valkey_url, opened).limits(only({RateClass.CART: "100/1+100"}))
        before = set(await client.keys(NAMESPACE + "*"))
        await limits.admit(RateClass.CART, str(uuid4()))
        deadline = time.monotonic() + DEADLINE_S
        while set(await client.keys(NAMESPACE + "*")) - before:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.005)


async def test_redis_is_told_no_address_and_keeps_nothing_for_ever(valkey_url: str) -> None:
    async with AsyncExitStack() as opened, Redis.from_url(valkey_url) as client:
        limits = InRedis(valkey_url, opened).limits(FIVE)
        before = set(await client.keys(NAMESPACE + "*"))
        await limits.admit(RateClass.CART, "203.0.113.7")
        await limits.admit(RateClass.LOG_IN, account_key("ada@example.com"))
        added = set(await client.keys(NAMESPACE + "*")) - before
        assert len(added) == 2
        assert all(b"203.0" not in key and b"ada" not in key for key in added)
        lives = [await client.pttl(key) for key in added]
        assert all(0 < each <= 1_000_000 for each in lives)
