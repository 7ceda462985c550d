"""Stripe silent, broken or gone: the buyer keeps the cart, and the next try is the same order."""

from typing import Any

import httpx
import pytest

from adapters.inbound.supervisor.stack import Stack
from tests.http.buyer import Buyer
from tests.http.faults import faults
from tests.http.problems import problem

SESSIONS = {"method": "POST", "path": "/v1/checkout/sessions"}
TROUBLES: list[dict[str, Any]] = [
    {"fault": "status_500_before"},
    {"fault": "status_500_after"},
    {"fault": "status_429"},
    {"fault": "reset", "when": "after"},
    {"fault": "garbage", "when": "after"},
    {"fault": "hang", "seconds": 10},
]


async def calls_for(outside: httpx.AsyncClient, stripe: str, order_id: str) -> list[dict[str, Any]]:
    query = {"path": SESSIONS["path"], "method": "POST"}
    answer = await outside.get(f"{stripe}/_control/requests", params=query)
    return [call for call in answer.json()["requests"] if order_id in call["body"]]


def lines_of(cart: dict[str, Any]) -> dict[str, Any]:
    """All but whether an order of it waits: one that Stripe has not answered about does."""
    return {key: cart[key] for key in ("id", "version", "items", "totals")}


@pytest.mark.parametrize("trouble", TROUBLES, ids=str)
async def test_a_checkout_waits_for_stripe_and_loses_nothing(
    stack: Stack, buyer: Buyer, line_id: str, outside: httpx.AsyncClient, trouble: dict[str, Any]
) -> None:
    before = await buyer.cart()
    stripe = stack.environment["STRIPE_API_BASE"]
    async with faults(outside, stripe, {"match": SESSIONS, **trouble}):
        told = problem(await buyer.check_out(), 503, "payment_unavailable")
    assert told["shouldRetry"]
    assert told["userMessage"]["retryAfterSeconds"] >= 1
    assert lines_of(await buyer.cart()) == lines_of(before)

    again = await buyer.check_out()
    assert again.status_code == 201, again.text
    checkout = again.json()
    assert [each["id"] for each in await buyer.orders()] == [checkout["orderId"]]
    calls = await calls_for(outside, stripe, checkout["orderId"])
    assert len(calls) >= 2
    assert len({(call["idempotency_key"], call["body"]) for call in calls}) == 1
    assert (await buyer.check_out()).json()["sessionId"] == checkout["sessionId"]


async def test_a_checkout_waits_for_a_stripe_that_is_gone(
    stack: Stack, buyer: Buyer, line_id: str
) -> None:
    before = await buyer.cart()
    await stack.stop_one("stripe")
    try:
        problem(await buyer.check_out(), 503, "payment_unavailable")
        assert lines_of(await buyer.cart()) == lines_of(before)
        assert (await buyer.quote()).status_code == 200
    finally:
        await stack.start_one("stripe")
    assert (await buyer.check_out()).status_code == 201
    assert len(await buyer.orders()) == 1


async def test_a_failure_that_stripe_stores_does_not_block_the_cart(
    stack: Stack, buyer: Buyer, line_id: str, outside: httpx.AsyncClient
) -> None:
    stripe = stack.environment["STRIPE_API_BASE"]
    headers = {"Idempotency-Key": "one-click"}
    storing = {"match": SESSIONS, "fault": "status_500_stored", "times": 1}
    async with faults(outside, stripe, storing):
        for _ in range(2):
            problem(await buyer.check_out(headers=headers), 503, "payment_unavailable")
    [stuck] = await buyer.orders()
    answer = await buyer.check_out(headers=headers)
    assert answer.status_code == 201, answer.text
    assert answer.json()["orderId"] != stuck["id"]
    assert (await buyer.check_out(headers=headers)).json() == answer.json()
    statuses = {each["id"]: each["status"] for each in await buyer.orders()}
    assert statuses == {stuck["id"]: "cancelled", answer.json()["orderId"]: "awaiting_payment"}


async def test_a_payment_that_stripe_refuses_is_not_tried_again(
    stack: Stack, buyer: Buyer, line_id: str, outside: httpx.AsyncClient
) -> None:
    before = await buyer.cart()
    refusing = {"match": SESSIONS, "fault": "status_400"}
    async with faults(outside, stack.environment["STRIPE_API_BASE"], refusing):
        problem(await buyer.check_out(), 409, "payment_refused")
    assert await buyer.cart() == before
    [refused] = await buyer.orders()
    assert refused["status"] == "cancelled"
    assert (await buyer.check_out()).status_code == 201
