"""The Prodigi simulator on bad days: limits, lost answers, and its own death."""

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.simulators.prodigi_process import (
    Simulator,
    item_body,
    order_body,
    running_simulator,
    running_world,
)


@pytest_asyncio.fixture(scope="module")
async def simulator(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Simulator]:
    async with running_simulator(tmp_path_factory.mktemp("prodigi")) as started:
        yield started


async def orders_of(simulator: Simulator, key: str) -> list[dict[str, Any]]:
    listed = await simulator.control("GET", "/orders")
    return [order for order in listed["orders"] if order["idempotencyKey"] == key]


def fault(**rule: Any) -> list[dict[str, Any]]:
    return [{"match": {"method": "POST", "path": "/v4.0/orders"}, "times": 1, **rule}]


@pytest.mark.parametrize(("moment", "orders"), [("before", 0), ("after", 1)])
async def test_a_500_strikes_before_or_after_the_effect(
    simulator: Simulator, moment: str, orders: int
) -> None:
    key = f"500-{moment}"
    await simulator.control("PUT", "/faults", fault(fault=f"status_500_{moment}"))
    failed = await simulator.post("/orders", order_body(key))
    assert (failed.status_code, failed.json()["outcome"]) == (500, "InternalServerError")
    assert len(await orders_of(simulator, key)) == orders
    again = (await simulator.post("/orders", order_body(key))).json()
    assert again["outcome"] == ("AlreadyExists" if orders else "Created")
    (order,) = await orders_of(simulator, key)
    assert (order["posts"]["timesPosted"], order["posts"]["bodiesEqual"]) == (2, True)


async def test_a_reset_after_the_effect_loses_the_answer_only(simulator: Simulator) -> None:
    await simulator.control("PUT", "/faults", fault(fault="reset", when="after"))
    with pytest.raises(httpx.TransportError):
        await simulator.post("/orders", order_body("reset"))
    assert len(await orders_of(simulator, "reset")) == 1


async def test_a_hanging_call_outlasts_its_client(simulator: Simulator) -> None:
    await simulator.control("PUT", "/faults", fault(fault="hang"))
    with pytest.raises(httpx.ReadTimeout):
        await simulator.client.post("/v4.0/orders", json=order_body("hang"), timeout=0.2)
    assert await orders_of(simulator, "hang") == []


async def test_an_injected_429_is_plain_text(simulator: Simulator) -> None:
    await simulator.control("PUT", "/faults", fault(fault="status_429"))
    answer = await simulator.post("/orders", order_body("429"))
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    assert answer.text.startswith("API calls quota exceeded!")
    requests = (await simulator.control("GET", "/requests"))["requests"]
    assert requests[-1]["status"] == 429


async def test_garbage_is_no_json(simulator: Simulator) -> None:
    await simulator.control("PUT", "/faults", fault(fault="garbage"))
    answer = await simulator.post("/orders", order_body("garbage"))
    assert answer.status_code == 200
    with pytest.raises(UnicodeDecodeError):
        answer.json()


async def test_a_key_has_so_many_calls_per_window(tmp_path: Path) -> None:
    async with running_simulator(tmp_path, "--rate-limit", "3", "--rate-window-s", "1") as limited:
        answers = [await limited.client.get("/v4.0/orders") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert answers[3].text == "API calls quota exceeded! maximum admitted 3 per 1s."
        wait_s = float(answers[3].headers["Retry-After"])
        deadline = time.monotonic() + wait_s + 1
        while (await limited.client.get("/v4.0/orders")).status_code == 429:
            assert time.monotonic() < deadline


async def test_a_killed_simulator_forgets_nothing(tmp_path: Path) -> None:
    async with running_world() as world:
        body = order_body(
            "kept",
            callbackUrl=world.url("/callbacks"),
            items=[item_body(world.url("/picture.jpg"))],
        )
        async with running_simulator(tmp_path, "--time-factor", "0.001") as first:
            order_id = (await first.post("/orders", body)).json()["order"]["id"]
            await first.kill()
        async with running_simulator(tmp_path, "--time-factor", "1000") as second:
            replay = (await second.post("/orders", body)).json()
            assert (replay["outcome"], replay["order"]["id"]) == ("AlreadyExists", order_id)
            done = await second.order_once(order_id, lambda o: o["status"]["stage"] == "Complete")
            assert done["idempotencyKey"] == "kept"
            assert len(await world.callbacks_once(order_id, 3)) == 3
            (order,) = await orders_of(second, "kept")
            assert (order["posts"]["timesPosted"], order["posts"]["bodiesEqual"]) == (2, True)
            assert await second.stop() == 0


async def test_the_time_factor_can_be_turned_while_orders_wait(tmp_path: Path) -> None:
    async with (
        running_world() as world,
        running_simulator(tmp_path, "--time-factor", "0.001") as slow,
    ):
        body = order_body("turned", items=[item_body(world.url("/picture.jpg"))])
        order_id = (await slow.post("/orders", body)).json()["order"]["id"]
        await slow.control("PUT", "/time-factor", {"factor": 1000})
        await slow.order_once(order_id, lambda o: o["status"]["stage"] == "Complete")
