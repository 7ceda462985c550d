"""The print lab silent, broken or gone: buyers are told a price or when to come back; paid orders
wait and go out by themselves."""

from typing import Any

import httpx
import pytest

from adapters.inbound.supervisor.stack import Stack
from tests.http import paying
from tests.http.buyer import Buyer
from tests.http.faults import faults, seen
from tests.http.problems import problem

QUOTES = {"method": "POST", "path": "/v4.0/quotes"}
PRODUCTS = {"method": "GET", "path": "/v4.0/products/*"}
ORDERS = {"method": "POST", "path": "/v4.0/orders"}
TROUBLES: list[dict[str, Any]] = [
    {"fault": "status_500_before"},
    {"fault": "status_429"},
    {"fault": "reset"},
    {"fault": "garbage"},
]


@pytest.fixture
def lab(stack: Stack) -> str:
    return stack.environment["PRODIGI_API_BASE"]


async def source_of_quote(buyer: Buyer) -> str:
    answer = await buyer.quote()
    assert answer.status_code == 200, answer.text
    offered = answer.json()
    assert all(option["cost"]["amount"] > 0 for option in offered["quotes"])
    return str(offered["source"])


async def test_quotes_tell_where_they_come_from(
    buyer: Buyer, line_id: str, outside: httpx.AsyncClient, lab: str
) -> None:
    assert (await buyer.change(line_id, 91)).status_code == 200
    assert await source_of_quote(buyer) == "live"
    broken = {"match": QUOTES, "fault": "status_500_before"}
    async with faults(outside, lab, broken):
        await seen(lambda: source_of_quote(buyer), lambda source: source == "stale")
        assert (await buyer.change(line_id, 92)).status_code == 200
        assert await source_of_quote(buyer) == "fallback"
        problem(await buyer.quote("MZ"), 503, "shipping_unavailable")
    await seen(lambda: source_of_quote(buyer), lambda source: source == "live")


@pytest.mark.parametrize("trouble", TROUBLES, ids=str)
async def test_a_checkout_waits_for_the_lab_and_loses_nothing(
    buyer: Buyer, line_id: str, outside: httpx.AsyncClient, lab: str, trouble: dict[str, Any]
) -> None:
    before = await buyer.cart()
    async with faults(outside, lab, {"match": PRODUCTS, **trouble}):
        told = problem(await buyer.check_out(), 503, "lab_unavailable")
    assert told["userMessage"]["retryAfterSeconds"] >= 1
    assert await buyer.cart() == before
    assert await buyer.orders() == []
    assert (await buyer.check_out()).status_code == 201


async def test_a_checkout_waits_for_a_lab_that_is_gone(
    stack: Stack, buyer: Buyer, line_id: str
) -> None:
    before = await buyer.cart()
    await stack.stop_one("prodigi")
    try:
        problem(await buyer.check_out(), 503, "lab_unavailable")
        assert await source_of_quote(buyer) in {"cached", "stale", "fallback"}
        assert await buyer.cart() == before
    finally:
        await stack.start_one("prodigi")
    assert (await buyer.check_out()).status_code == 201


async def test_a_frame_that_is_not_made_any_more_is_not_sold(
    buyer: Buyer, line_id: str, outside: httpx.AsyncClient, lab: str
) -> None:
    before = await buyer.cart()
    unknown = {"match": PRODUCTS, "fault": "status_404"}
    async with faults(outside, lab, unknown):
        problem(await buyer.check_out(), 409, "sku_unavailable")
    assert await buyer.cart() == before
    assert await buyer.orders() == []


async def test_a_paid_order_waits_for_the_lab_and_goes_out_by_itself(
    stack: Stack, buyer: Buyer, line_id: str, outside: httpx.AsyncClient, lab: str
) -> None:
    checkout = await paying.checked_out(buyer)
    async with faults(outside, lab, {"match": ORDERS, "fault": "status_500_before"}):
        await paying.pay(outside, stack, checkout)
        await seen(lambda: paying.order(buyer, checkout), paying.is_paid)
        await seen(lambda: tries(outside, lab, checkout), lambda count: count >= 2)
        waiting = await paying.order(buyer, checkout)
        assert waiting["status"] == "paid"
        assert not paying.is_with_the_lab(waiting)
        assert not waiting["needsAttention"]
    await seen(lambda: paying.order(buyer, checkout), paying.is_with_the_lab)
    assert len(await made_at(outside, lab, checkout)) == 1
    assert (await buyer.cart())["items"] == []


async def tries(outside: httpx.AsyncClient, lab: str, checkout: dict[str, Any]) -> int:
    query = {"path": ORDERS["path"], "method": "POST"}
    answer = await outside.get(f"{lab}/_control/requests", params=query)
    bodies = [call["body"] for call in answer.json()["requests"]]
    return sum(checkout["orderNumber"] in body for body in bodies)


async def made_at(
    outside: httpx.AsyncClient, lab: str, checkout: dict[str, Any]
) -> list[dict[str, Any]]:
    made = (await outside.get(f"{lab}/_control/orders")).json()["orders"]
    number = checkout["orderNumber"]
    return [each for each in made if str(each["merchantReference"]).startswith(number)]
