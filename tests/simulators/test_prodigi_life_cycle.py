"""From a created order to a shipped one: real downloads, callbacks, and what goes wrong."""

import hashlib
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


async def ordered(
    simulator: Simulator, world: World, key: str, path: str = "/picture.jpg", **item: Any
) -> str:
    body = order_body(
        key, callbackUrl=world.url("/callbacks"), items=[item_body(world.url(path), **item)]
    )
    answer = await simulator.post("/orders", body)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["order"]["id"])


def is_complete(order: dict[str, Any]) -> bool:
    return bool(order["status"]["stage"] == "Complete")


def has_failed_assets(order: dict[str, Any]) -> bool:
    return bool(order["status"]["details"]["downloadAssets"] == "Error")


async def test_an_order_is_produced_shipped_and_announced(
    simulator: Simulator, world: World
) -> None:
    order_id = await ordered(simulator, world, "whole")
    order = await simulator.order_once(order_id, is_complete)
    assert set(order["status"]["details"].values()) == {"Complete"}
    (shipment,) = order["shipments"]
    assert shipment["status"] == "Shipped"
    assert shipment["tracking"]["number"] in shipment["tracking"]["url"]
    assert [charge["chargeType"] for charge in order["charges"]] == ["Item", "Shipping"]
    assert order["items"][0]["status"] == "Ok"
    assert sorted(await world.callbacks_once(order_id, 3)) == [
        "shipments.shipment#Complete",
        "status.stage.changed#Complete",
        "status.stage.changed#InProgress",
    ]
    event = world.callbacks_of(order_id)[0]
    assert event["data"]["order"]["id"] == event["subject"] == order_id


async def test_parcels_of_a_split_order_leave_one_by_one(
    simulator: Simulator, world: World
) -> None:
    await simulator.control("PUT", "/next-orders", {"split_shipments": True})
    order_id = await ordered(simulator, world, "split", copies=2)
    order = await simulator.order_once(order_id, is_complete)
    assert [parcel["status"] for parcel in order["shipments"]] == ["Shipped", "Shipped"]
    changes = await world.callbacks_once(order_id, 4)
    assert changes.count("shipments.shipment#Complete") == 2


@pytest.mark.parametrize(
    ("path", "md5_hash"),
    [("/notes.txt", None), ("/cut.jpg", None), ("/picture.jpg", hashlib.md5(b"other").hexdigest())],  # noqa: S324
)
async def test_what_is_not_the_promised_picture_is_refused(
    simulator: Simulator, world: World, path: str, md5_hash: str | None
) -> None:
    whole = world.files["/picture.jpg"]
    world.files["/cut.jpg"] = whole[: len(whole) // 2]
    assets = [{"printArea": "default", "url": world.url(path), "md5Hash": md5_hash}]
    order_id = await ordered(simulator, world, f"bad{path}{md5_hash}", assets=assets)
    order = await simulator.order_once(order_id, has_failed_assets)
    assert order["status"]["stage"] == "InProgress"
    assert order["items"][0]["status"] == "Invalid"
    assert order["items"][0]["assets"][0]["status"] == "Error"
    assert order["status"]["issues"][0]["errorCode"] == "order.items.assets.FailedToDownloaded"


async def test_a_picture_that_never_comes_is_asked_for_ten_times(
    simulator: Simulator, world: World
) -> None:
    order_id = await ordered(simulator, world, "missing", "/missing.jpg")
    order = await simulator.order_once(order_id, has_failed_assets)
    codes = [issue["errorCode"].rpartition(".")[2] for issue in order["status"]["issues"]]
    assert codes == ["NotDownloaded"] * 9 + ["FailedToDownloaded"]
    assert world.fetched.count("/missing.jpg") == 10


async def test_a_picture_that_comes_late_is_still_printed(
    simulator: Simulator, world: World
) -> None:
    order_id = await ordered(simulator, world, "late", "/late.jpg")
    await simulator.order_once(order_id, lambda order: bool(order["status"]["issues"]))
    world.files["/late.jpg"] = world.files["/picture.jpg"]
    order = await simulator.order_once(order_id, is_complete)
    assert order["status"]["issues"] == []


async def test_a_refused_callback_comes_again(simulator: Simulator, world: World) -> None:
    world.refuse_callbacks = 2
    order_id = await ordered(simulator, world, "refused")
    assert len(await world.callbacks_once(order_id, 3)) == 3


async def test_callbacks_can_be_dropped_doubled_and_turned_round(
    simulator: Simulator, world: World
) -> None:
    faults = [
        {"webhook": "reorder", "match": {"type": "*#InProgress"}, "times": 1},
        {"webhook": "duplicate", "match": {"type": "*shipment#*"}, "times": 1},
        {"webhook": "drop", "match": {"type": "*stage.changed#Complete"}, "times": 1},
    ]
    await simulator.control("PUT", "/faults", faults)
    order_id = await ordered(simulator, world, "faulty")
    changes = await world.callbacks_once(order_id, 3)
    assert changes == [*["shipments.shipment#Complete"] * 2, "status.stage.changed#InProgress"]
    first, second, _ = world.callbacks_of(order_id)
    assert first["id"] == second["id"]
    listed = (await simulator.control("GET", "/callbacks"))["callbacks"]
    states = [one["state"] for one in listed if one["orderId"] == order_id]
    assert sorted(states) == ["delivered", "delivered", "delivered", "dropped"]


async def test_an_authorised_payment_lets_production_begin(
    simulator: Simulator, world: World
) -> None:
    await simulator.control("PUT", "/next-orders", {"payment_authorisation": True})
    order_id = await ordered(simulator, world, "unpaid")
    query = {"status": "awaitingPayment"}
    waiting = (await simulator.client.get("/v4.0/orders", params=query)).json()["orders"]
    assert [order["id"] for order in waiting] == [order_id]
    await simulator.control("POST", f"/orders/{order_id}/release")
    await simulator.order_once(order_id, is_complete)
