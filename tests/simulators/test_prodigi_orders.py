"""Creating, replaying, reading and changing orders at the Prodigi simulator."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.simulators.prodigi_process import Simulator, item_body, order_body, running_simulator


@pytest_asyncio.fixture(scope="module")
async def simulator(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Simulator]:
    """At factor 0.001 no order moves unless it is told to."""
    data_dir = tmp_path_factory.mktemp("prodigi")
    async with running_simulator(data_dir, "--time-factor", "0.001") as started:
        yield started


async def created(simulator: Simulator, key: str, **changes: Any) -> str:
    answer = await simulator.post("/orders", order_body(key, **changes))
    assert answer.status_code == 200, answer.text
    return str(answer.json()["order"]["id"])


async def test_a_created_order_is_echoed_in_the_shape_of_the_wire(simulator: Simulator) -> None:
    answer = await simulator.post("/Orders/", order_body("shape"))
    body = answer.json()
    assert (answer.status_code, body["outcome"]) == (200, "Created")
    assert answer.headers["traceParent"] == body["traceParent"]
    order = body["order"]
    assert len(order["id"].removeprefix("ord_")) == 17
    assert len(order["created"].partition(".")[2]) == len("1234567Z")
    assert order["items"][0]["sku"] == "GLOBAL-CFPM-16X20"
    assert order["items"][0]["attributes"] == {"color": "black"}
    assert order["items"][0]["assets"][0]["printArea"] == "default"
    assert set(order["status"]["details"].values()) == {"NotStarted"}


async def test_a_key_makes_one_order_whatever_is_posted_with_it(simulator: Simulator) -> None:
    first = await created(simulator, "same")
    other_body = order_body("same", merchantReference="something else")
    for body in (order_body("same"), other_body):
        replay = (await simulator.post("/orders", body)).json()
        assert (replay["outcome"], replay["order"]["id"]) == ("AlreadyExists", first)
    assert replay["order"]["merchantReference"] == "ref-same"
    listed = await simulator.control("GET", "/orders")
    mine = [order for order in listed["orders"] if order["idempotencyKey"] == "same"]
    assert len(mine) == 1
    assert mine[0]["posts"]["timesPosted"] == 3
    assert mine[0]["posts"]["bodiesEqual"] is False


async def test_a_replay_may_be_answered_with_the_id_only(simulator: Simulator) -> None:
    await simulator.control("PUT", "/next-orders", {"sparse_already_exists": True})
    order_id = await created(simulator, "sparse")
    replay = (await simulator.post("/orders", order_body("sparse"))).json()
    assert (replay["outcome"], replay["order"]) == ("AlreadyExists", {"id": order_id})


async def test_an_order_on_hold_is_unknown_until_released(simulator: Simulator) -> None:
    await simulator.control("PUT", "/next-orders", {"on_hold": True})
    answer = (await simulator.post("/orders", order_body("held"))).json()
    assert (answer["outcome"], list(answer["order"])) == ("OnHold", ["id"])
    order_id = answer["order"]["id"]
    assert (await simulator.client.get(f"/v4.0/orders/{order_id}")).status_code == 404
    listed = await simulator.client.get("/v4.0/orders", params={"merchantReferences": "ref-held"})
    assert listed.json()["orders"] == []
    await simulator.control("POST", f"/orders/{order_id}/release")
    assert (await simulator.order(order_id))["id"] == order_id


async def test_dialled_issues_come_with_the_order(simulator: Simulator) -> None:
    for dial, code in (
        ("payment_authorisation", "RequiresPaymentAuthorisation"),
        ("sku_unavailable", "order.items.ItemUnavailable"),
        ("created_with_issues", "order.recipient.PhoneNumberDefaulted"),
    ):
        await simulator.control("PUT", "/next-orders", {dial: True})
        answer = (await simulator.post("/orders", order_body(dial))).json()
        assert answer["outcome"] == "CreatedWithIssues"
        assert [issue["errorCode"] for issue in answer["order"]["status"]["issues"]] == [code]


async def test_lists_are_paged_and_filtered(simulator: Simulator) -> None:
    ids = [await created(simulator, f"page-{n}", merchantReference="paged") for n in range(3)]
    query = {"merchantReferences": "paged", "Top": "2"}
    page = (await simulator.client.get("/v4.0/orders", params=query)).json()
    assert [order["id"] for order in page["orders"]] == ids[:0:-1]
    assert page["hasMore"] is True
    assert page["nextUrl"].startswith(str(simulator.client.base_url).rstrip("/"))
    rest = (await simulator.client.get(page["nextUrl"])).json()
    assert [order["id"] for order in rest["orders"]] == ids[:1]
    assert (rest["hasMore"], rest["nextUrl"]) == (False, None)
    by_id = await simulator.client.get("/v4.0/orders", params={"orderIds": ids[:2]})
    assert len(by_id.json()["orders"]) == 2
    for wrong in ({"top": "101"}, {"skip": "-1"}, {"status": "shipped"}, {"reference": "x"}):
        refused = await simulator.client.get("/v4.0/orders", params=wrong)
        assert (refused.status_code, refused.json()["outcome"]) == (400, "ValidationFailed")


async def test_an_order_can_be_changed_and_cancelled_before_production(
    simulator: Simulator,
) -> None:
    order_id = await created(simulator, "changeable")
    actions = f"/orders/{order_id}/actions"
    method = (
        await simulator.post(f"{actions}/updateShippingMethod", {"shippingMethod": "Express"})
    ).json()
    assert (method["outcome"], method["order"]["shippingMethod"]) == ("Updated", "Express")
    recipient = {**order_body("x")["recipient"], "name": "Bea Buyer"}
    moved = (await simulator.post(f"{actions}/updaterecipient", recipient)).json()
    assert (moved["outcome"], moved["order"]["recipient"]["name"]) == ("Updated", "Bea Buyer")
    cancelled = (await simulator.client.post(f"/v4.0{actions}/cancel")).json()
    assert (cancelled["outcome"], cancelled["order"]["status"]["stage"]) == (
        "Cancelled",
        "Cancelled",
    )
    again = await simulator.client.post(f"/v4.0{actions}/cancel")
    assert (again.status_code, again.json()["outcome"]) == (200, "ActionNotAvailable")
    noted = (await simulator.post(f"{actions}/updateMetadata", {"metadata": {"a": 1}})).json()
    assert (noted["outcome"], noted["order"]["metadata"]) == ("Updated", {"a": 1})


async def test_an_order_in_production_cannot_be_cancelled(simulator: Simulator) -> None:
    order_id = await created(simulator, "too-late")
    for _ in range(4):
        advanced = await simulator.control("POST", f"/orders/{order_id}/advance")
    assert advanced["step"] == "prepared"
    answer = await simulator.client.post(f"/v4.0/orders/{order_id}/actions/cancel")
    assert (answer.status_code, answer.json()["outcome"]) == (200, "FailedToCancel")
    available = (await simulator.client.get(f"/v4.0/orders/{order_id}/actions")).json()
    assert available["cancel"] == {"isAvailable": "No"}
    assert available["changeMetaData"] == {"isAvailable": "Yes"}


async def test_the_page_escapes_what_clients_wrote(simulator: Simulator) -> None:
    await created(
        simulator,
        "page",
        merchantReference="<script>alert(1)</script>",
        items=[item_body("http://127.0.0.1:1/a.jpg?x=%22<b>")],
    )
    page = (await simulator.client.get("/")).text
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "<b>" not in page
