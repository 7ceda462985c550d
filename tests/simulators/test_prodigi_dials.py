"""The dials that make an order of the Prodigi simulator go another way than the usual one."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.simulators.prodigi_process import (
    Simulator,
    World,
    item_body,
    order_body,
    running_simulator,
    running_world,
)


@pytest_asyncio.fixture(scope="module")
async def world() -> AsyncIterator[World]:
    async with running_world() as started:
        yield started


@pytest_asyncio.fixture(scope="module")
async def simulator(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Simulator]:
    data_dir = tmp_path_factory.mktemp("prodigi")
    async with running_simulator(data_dir, "--time-factor", "1000") as started:
        yield started


async def dialled(simulator: Simulator, world: World, dial: dict[str, Any], **item: Any) -> str:
    await simulator.control("PUT", "/next-orders", dial)
    key = "-".join(dial)
    body = order_body(
        key,
        callbackUrl=world.url("/callbacks"),
        items=[item_body(world.url("/picture.jpg"), **item)],
    )
    return str((await simulator.post("/orders", body)).json()["order"]["id"])


async def test_a_hold_with_a_length_ends_by_itself(simulator: Simulator, world: World) -> None:
    order_id = await dialled(simulator, world, {"on_hold": 0.2})
    assert (await simulator.client.get(f"/v4.0/orders/{order_id}")).status_code == 404
    changes = await world.callbacks_once(order_id, 4)
    assert changes.count("status.stage.changed#InProgress") == 2


async def test_pictures_can_be_made_to_fail(simulator: Simulator, world: World) -> None:
    order_id = await dialled(simulator, world, {"asset_failure": True})
    await simulator.order_once(
        order_id, lambda order: order["status"]["details"]["downloadAssets"] == "Error"
    )


async def test_values_nobody_knows_can_be_mixed_in(simulator: Simulator, world: World) -> None:
    order_id = await dialled(simulator, world, {"unknown_values": True})
    await world.callbacks_once(order_id, 3)
    seen = {
        status
        for event in world.callbacks_of(order_id)
        for status in event["data"]["order"]["status"]["details"].values()
    }
    assert "Paused" in seen


async def test_a_dial_serves_as_many_orders_as_it_says(simulator: Simulator) -> None:
    await simulator.control("PUT", "/next-orders", {"created_with_issues": True, "times": 2})
    outcomes = [
        (await simulator.post("/orders", order_body(f"times-{n}"))).json()["outcome"]
        for n in range(3)
    ]
    assert outcomes == ["CreatedWithIssues", "CreatedWithIssues", "Created"]


async def test_staff_can_cancel_one_parcel_or_all(simulator: Simulator, world: World) -> None:
    await simulator.control("PUT", "/time-factor", {"factor": 0.001})
    order_id = await dialled(simulator, world, {"split_shipments": True}, copies=2)
    for _ in range(3):
        await simulator.control("POST", f"/orders/{order_id}/advance")
    partly = await simulator.control("POST", f"/orders/{order_id}/cancel?partial=true")
    statuses = [parcel["status"] for parcel in partly["order"]["shipments"]]
    assert statuses == ["Processing", "Cancelled"]
    assert partly["order"]["status"]["stage"] == "InProgress"
    for _ in range(2):
        await simulator.control("POST", f"/orders/{order_id}/advance")
    wholly = await simulator.control("POST", f"/orders/{order_id}/cancel")
    assert wholly["order"]["status"]["stage"] == "Cancelled"
    refund = wholly["order"]["charges"][-1]
    assert (refund["chargeType"], refund["totalCost"]["amount"][0]) == ("Refund", "-")


async def test_an_unknown_dial_is_refused(simulator: Simulator) -> None:
    answer = await simulator.client.put("/_control/next-orders", json={"onhold": True})
    assert answer.status_code == 400
