"""Staff act on an order's prints over HTTP: each act once, each refusal with its code."""

from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from adapters.inbound.supervisor.stack import Stack
from tests.http import paying
from tests.http.buyer import Buyer
from tests.http.customer import Customer, new_customer
from tests.http.faults import faults, seen
from tests.http.problems import problem

DOWN = {"match": {"method": "POST", "path": "/v4.0/orders"}, "fault": "status_429"}


@pytest.fixture
async def staff(http: httpx.AsyncClient, database: asyncpg.Connection) -> Customer:
    return await new_customer(http, database, "staff")


@pytest.fixture
async def checkout(buyer: Buyer, line_id: str) -> dict[str, Any]:
    return await paying.checked_out(buyer)


async def act(staff: Customer, checkout: dict[str, Any], name: str, **body: Any) -> httpx.Response:
    path = f"/api/admin/orders/{checkout['orderId']}/{name}"
    headers = {"Idempotency-Key": body.pop("key", str(uuid4()))}
    return await staff.ask("POST", path, json={"reason": "asked for", **body}, headers=headers)


async def test_an_order_cancelled_while_the_lab_is_away_is_never_made(
    stack: Stack,
    outside: httpx.AsyncClient,
    buyer: Buyer,
    staff: Customer,
    checkout: dict[str, Any],
) -> None:
    lab = stack.environment["PRODIGI_API_BASE"]
    async with faults(outside, lab, DOWN):
        await paying.pay(outside, stack, checkout)
        await seen(lambda: paying.order(buyer, checkout), paying.is_paid)
        key = str(uuid4())
        answers = [await act(staff, checkout, "cancel", key=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    order = await seen(
        lambda: paying.order(buyer, checkout), lambda order: bool(order["status"] == "cancelled")
    )
    assert {each["status"] for each in order["prints"]} <= {"cancelled"}
    told = [entry for entry in order["timeline"] if entry["event"] == "cancel_asked"]
    assert [(entry["actor"], entry["why"]) for entry in told] == [("staff", "")]
    assert "staffId" not in told[0]["data"]
    problem(await act(staff, checkout, "cancel"), 409, "nothing_to_cancel")
    line = order["items"][0]["id"]
    problem(await act(staff, checkout, "reprint", lineId=line), 409, "order_not_producible")


async def test_a_delivered_line_is_printed_once_more_when_staff_say_so(
    stack: Stack,
    outside: httpx.AsyncClient,
    buyer: Buyer,
    staff: Customer,
    checkout: dict[str, Any],
) -> None:
    await paying.pay(outside, stack, checkout)
    order = await seen(
        lambda: paying.order(buyer, checkout), lambda order: bool(order["status"] == "delivered")
    )
    line = order["items"][0]["id"]
    key = str(uuid4())
    for _ in range(2):
        answer = await act(staff, checkout, "reprint", lineId=line, key=key)
        assert answer.status_code == 200, answer.text
        assert sorted(each["fulfilmentNo"] for each in answer.json()["prints"]) == [1, 2]
    await seen(
        lambda: paying.order(buyer, checkout),
        lambda order: len({each["providerOrderId"] for each in order["prints"]} - {None}) == 2,
    )
    problem(await act(staff, checkout, "resubmit"), 409, "nothing_to_resubmit")
    problem(await act(staff, checkout, "release"), 409, "order_not_held")


async def test_a_held_order_is_printed_once_it_is_released(
    stack: Stack,
    outside: httpx.AsyncClient,
    buyer: Buyer,
    staff: Customer,
    checkout: dict[str, Any],
    database: asyncpg.Connection,
) -> None:
    await database.execute(
        "UPDATE orders SET held_because = 'under_review' WHERE id = $1::text::uuid",
        checkout["orderId"],
    )
    await paying.pay(outside, stack, checkout)
    order = await seen(lambda: paying.order(buyer, checkout), paying.is_paid)
    assert order["prints"] == []
    answer = await act(staff, checkout, "release")
    assert answer.status_code == 200, answer.text
    assert answer.json()["heldBecause"] is None
    await seen(lambda: paying.order(buyer, checkout), paying.is_with_the_lab)


async def test_refusals_have_their_codes(staff: Customer, checkout: dict[str, Any]) -> None:
    line = {"lineId": str(uuid4())}
    problem(await act(staff, checkout, "cancel", reason=" "), 422, "reason_missing", "reason")
    problem(await act(staff, checkout, "cancel"), 409, "nothing_to_cancel")
    problem(await act(staff, checkout, "reprint", **line), 404, "order_line_not_found", "lineId")
    problem(await act(staff, checkout, "reprint"), 400, "request_invalid")
    problem(await act(staff, checkout, "release", confirm=True), 400, "request_invalid")
    nowhere = {"orderId": str(uuid4())}
    for name in ("cancel", "release", "resubmit"):
        problem(await act(staff, nowhere, name), 404, "order_not_found")
