"""Idempotency keys and the faults that they are for."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
import stripe

from tests.simulators.stripe_process import (
    Receiver,
    Simulator,
    receiving,
    running_simulator,
    until,
)

CREATE = {"method": "POST", "path": "/v1/checkout/sessions"}


@pytest.fixture(scope="module")
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as listening:
        yield listening


@pytest.fixture(scope="module")
async def simulator(
    receiver: Receiver, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Simulator]:
    async with running_simulator(tmp_path_factory.mktemp("stripe"), receiver) as running:
        yield running


@pytest.fixture(autouse=True)
async def _no_faults(simulator: Simulator) -> AsyncIterator[None]:
    yield
    await simulator.control("DELETE", "faults")


async def test_a_repeated_key_answers_the_first_session(simulator: Simulator) -> None:
    key = str(uuid4())
    first, second = await simulator.create(key), await simulator.create(key)
    assert first.id == second.id
    assert second.last_response is not None
    assert second.last_response.headers["Idempotent-Replayed"] == "true"
    assert second.last_response.headers["Idempotency-Key"] == key
    assert "Idempotent-Replayed" not in first.last_response.headers  # type: ignore[union-attr]


async def test_a_key_is_refused_with_other_parameters(simulator: Simulator) -> None:
    key = str(uuid4())
    await simulator.create(key)
    with pytest.raises(stripe.IdempotencyError) as refused:
        await simulator.create(key, client_reference_id="order-2")
    assert refused.value.http_status == 400


async def test_a_key_in_flight_is_a_conflict_that_ends(simulator: Simulator) -> None:
    key = str(uuid4())
    await simulator.fault(match=CREATE, fault="latency", when="during", seconds=0.4, times=1)
    slow = asyncio.create_task(simulator.create(key))

    async def has_arrived() -> bool:
        log = (await simulator.control("GET", "requests"))["requests"]
        return any(call["idempotency_key"] == key for call in log)

    await until(has_arrived)
    statuses: set[int | None] = set()
    while not slow.done():
        try:
            again = await simulator.create(key)
        except stripe.StripeError as conflict:
            statuses.add(conflict.http_status)
            assert conflict.error is not None
            assert conflict.error.code == "idempotency_key_in_use"
        else:
            assert again.id == (await slow).id
    assert statuses == {409}


async def test_a_refused_parameter_does_not_use_up_the_key(simulator: Simulator) -> None:
    key = str(uuid4())
    with pytest.raises(stripe.InvalidRequestError):
        await simulator.create(key, client_reference_id="x" * 201)
    assert (await simulator.create(key)).status == "open"


async def test_a_failure_during_execution_is_replayed(simulator: Simulator) -> None:
    key = str(uuid4())
    await simulator.fault(match=CREATE, fault="status_500_stored", times=1)
    for _ in range(2):
        with pytest.raises(stripe.APIError) as failed:
            await simulator.create(key)
        assert failed.value.http_status == 500
    assert failed.value.headers is not None
    assert failed.value.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    ("rule", "happened"),
    [
        ({"fault": "status_500_before"}, False),
        ({"fault": "status_500_after"}, True),
        ({"fault": "reset", "when": "before"}, False),
        ({"fault": "reset", "when": "after"}, True),
        ({"fault": "hang", "when": "before", "seconds": 0.1}, False),
        ({"fault": "hang", "when": "after", "seconds": 0.1}, True),
        ({"fault": "status_429"}, False),
        ({"fault": "garbage", "when": "after"}, True),
        ({"fault": "garbage", "when": "before"}, False),
    ],
)
async def test_after_a_fault_the_same_key_makes_one_session(
    simulator: Simulator, rule: dict[str, Any], happened: bool
) -> None:
    key = str(uuid4())
    before = await simulator.sessions.list_async(params={"limit": 100})
    await simulator.fault(match=CREATE, times=1, **rule)
    # The SDK lets a body that is not UTF-8 escape as a plain UnicodeDecodeError.
    with pytest.raises((stripe.StripeError, UnicodeDecodeError)):
        await simulator.create(key)
    session = await simulator.create(key)
    after = await simulator.sessions.list_async(params={"limit": 100})
    assert len(after.data) == len(before.data) + 1
    assert session.last_response is not None
    assert ("Idempotent-Replayed" in session.last_response.headers) is happened
    log = (await simulator.control("GET", "requests"))["requests"]
    assert len([call for call in log if call["idempotency_key"] == key]) == 2


async def test_latency_only_takes_longer(simulator: Simulator) -> None:
    await simulator.fault(match=CREATE, fault="latency", when="after", seconds=0.05, times=1)
    assert (await simulator.create()).status == "open"
    assert (await simulator.control("GET", "faults"))["faults"][0]["times"] == 0
