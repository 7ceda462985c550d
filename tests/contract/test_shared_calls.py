"""All processes together keep to one budget at the lab, whoever of them asks, and in an outage."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.shared_calls import MemorySharedCalls
from adapters.outbound.prodigi.budgeted_client import BudgetedProdigiClient
from adapters.outbound.prodigi.print_lab import ProdigiPrintLab
from adapters.outbound.redis.rate_script import counting_client
from adapters.outbound.redis.shared_calls import RedisSharedCalls
from adapters.outbound.system.clock import SystemClock
from application.resilience.call_budgets import SharedCalls
from application.shared.outcomes import Unavailable
from domain.resilience.call_budget import CallBudget, CallPriority
from domain.resilience.circuit import Circuit
from tests.contract.print_labs import PRODIGI_API_KEY, body_of, prodigi_client
from tests.contract.sample_order import an_order
from tests.contract.started_simulator import started

BUDGET = CallBudget(calls_max=10, window_us=60_000_000, reserved=3)
ALONE = CallBudget(calls_max=2, window_us=60_000_000, reserved=0)
NOWHERE = "redis://127.0.0.1:9/0"


def in_redis(client: Redis, provider: str, budget: CallBudget = BUDGET) -> RedisSharedCalls:
    return RedisSharedCalls(
        client,
        provider=provider,
        budget=budget,
        alone=MemorySharedCalls(ALONE, MemoryClock(), "lab"),
        circuit=Circuit(failures_max=1, open_for=timedelta(seconds=2)),
        clock=SystemClock(),
        timeout_s=1.0,
    )


@pytest.fixture(params=["memory", "redis"])
async def processes(
    request: pytest.FixtureRequest, valkey_url: str
) -> AsyncIterator[list[SharedCalls]]:
    """Two who share one budget."""
    if request.param == "memory":
        yield [MemorySharedCalls(BUDGET, MemoryClock(), "lab")] * 2
        return
    client = counting_client(valkey_url)
    provider = f"lab-{uuid4()}"
    yield [in_redis(client, provider), in_redis(client, provider)]
    await client.aclose()


async def made_by(who: SharedCalls, priority: CallPriority) -> bool:
    try:
        await who.spend(priority)
    except Unavailable as trouble:
        assert trouble.retry_after_s is not None
        assert 0 < trouble.retry_after_s <= 60
        return False
    return True


async def test_two_processes_have_one_budget_between_them(processes: list[SharedCalls]) -> None:
    asked = [made_by(processes[turn % 2], CallPriority.SUBMIT) for turn in range(40)]
    assert sum(await asyncio.gather(*asked)) == BUDGET.calls_max


async def test_quotes_leave_room_for_polls_and_polls_for_orders(
    processes: list[SharedCalls],
) -> None:
    made = {}
    for priority in sorted(CallPriority):
        asked = [made_by(processes[turn % 2], priority) for turn in range(20)]
        made[priority] = sum(await asyncio.gather(*asked))
    assert made == {CallPriority.QUOTE: 4, CallPriority.FOLLOW: 3, CallPriority.SUBMIT: 3}


async def test_while_nobody_counts_for_all_each_process_keeps_to_its_small_share() -> None:
    client = counting_client(NOWHERE)
    calls = in_redis(client, "lab")
    made = [await made_by(calls, CallPriority.SUBMIT) for _ in range(6)]
    assert made == [True, True, False, False, False, False]
    await client.aclose()


async def test_sixty_orders_of_two_workers_never_meet_the_labs_own_limit(
    valkey_url: str, tmp_path: Path
) -> None:
    """The lab takes 30 in two seconds here; our window is longer: calls take unequal times."""
    limit = ("--rate-limit", "30", "--rate-window-s", "2", "--time-factor", "0.0001")
    budget = CallBudget(calls_max=25, window_us=3_000_000, reserved=5)
    refusals: list[str] = []
    async with started(
        "simulators.prodigi", tmp_path, "--api-key", PRODIGI_API_KEY, *limit
    ) as simulator:
        client, provider = counting_client(valkey_url), f"lab-{uuid4()}"
        through = [prodigi_client(simulator) for _ in range(2)]
        labs = [
            ProdigiPrintLab(BudgetedProdigiClient(calls, in_redis(client, provider, budget)))
            for calls in through
        ]

        async def produced(place: int) -> str:
            lab, body = labs[place % 2], body_of(labs[place % 2], an_order())
            while True:
                try:
                    return (await lab.submit(body)).provider_order_id
                except Unavailable as trouble:
                    refusals.append(trouble.detail)
                    await asyncio.sleep(trouble.retry_after_s or 0.05)

        async with asyncio.timeout(60):
            made = await asyncio.gather(*(produced(place) for place in range(60)))
        assert len(set(made)) == 60
        assert set(refusals) == {"no call is left"}
        await asyncio.gather(*(calls.aclose() for calls in through))
        await client.aclose()
