"""A buyer comes back from the payment page: to see where the order goes, or having given up."""

from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from adapters.inbound.supervisor.stack import Stack
from tests.http.buyer import ADDRESS, Buyer
from tests.http.faults import seen
from tests.http.paying import checked_out, is_paid, order, pay
from tests.http.problems import problem

RETRIEVE = "/api/checkout/retrieve-address"


async def cancel(buyer: Buyer, checkout: dict[str, Any]) -> httpx.Response:
    return await buyer.ask("POST", f"/api/checkout/{checkout['orderId']}/cancel")


async def page_state(outside: httpx.AsyncClient, stack: Stack, session_id: str) -> str:
    base, key = stack.environment["STRIPE_API_BASE"], stack.environment["STRIPE_API_KEY"]
    answer = await outside.get(
        f"{base}/v1/checkout/sessions/{session_id}", headers={"Authorization": f"Bearer {key}"}
    )
    return str(answer.json()["status"])


async def test_giving_up_frees_the_cart_at_once_and_makes_the_page_unpayable(
    buyer: Buyer, line_id: str, stack: Stack, outside: httpx.AsyncClient
) -> None:
    checkout = await checked_out(buyer)
    for _ in range(2):
        answer = await cancel(buyer, checkout)
        assert (answer.status_code, answer.json()["status"]) == (200, "cancelled"), answer.text
        cart = await buyer.cart()
        assert (cart["status"], cart["orderId"]) == ("active", None)
    await seen(
        lambda: page_state(outside, stack, checkout["sessionId"]), lambda state: state == "expired"
    )
    again = await checked_out(buyer)
    assert again["orderId"] != checkout["orderId"]


async def test_what_is_paid_cannot_be_given_up(
    buyer: Buyer, line_id: str, stack: Stack, outside: httpx.AsyncClient
) -> None:
    checkout = await checked_out(buyer)
    await pay(outside, stack, checkout)
    await seen(lambda: order(buyer, checkout), is_paid)
    problem(await cancel(buyer, checkout), 409, "order_already_paid")
    assert is_paid(await order(buyer, checkout))


async def test_only_an_owner_gives_up_a_checkout(
    buyer: Buyer, stranger: Buyer, line_id: str
) -> None:
    checkout = await checked_out(buyer)
    problem(await cancel(stranger, checkout), 404, "order_not_found")
    problem(await cancel(buyer, {"orderId": str(uuid4())}), 404, "order_not_found")
    assert (await order(buyer, checkout))["status"] == "awaiting_payment"


async def test_only_an_owner_is_told_where_the_order_of_a_page_goes(
    buyer: Buyer, stranger: Buyer, line_id: str
) -> None:
    checkout = await checked_out(buyer)
    asked = {"sessionId": checkout["sessionId"]}
    answer = await buyer.ask("GET", RETRIEVE, params=asked)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["orderId"] == checkout["orderId"]
    assert {name: found["address"][name] for name in ADDRESS} == ADDRESS
    problem(await stranger.ask("GET", RETRIEVE, params=asked), 404, "order_not_found")


async def test_a_page_that_we_do_not_know_has_no_address(buyer: Buyer) -> None:
    answer = await buyer.ask("GET", RETRIEVE, params={"sessionId": "cs_unknown"})
    problem(answer, 404, "order_not_found")


@pytest.mark.parametrize("wrong", [None, "", "cs_\0", "' OR 1=1 --", "x" * 256], ids=ascii)
async def test_what_is_no_id_of_a_page_is_refused(buyer: Buyer, wrong: str | None) -> None:
    query = {} if wrong is None else {"sessionId": wrong}
    problem(await buyer.ask("GET", RETRIEVE, params=query), 400, "request_invalid")


async def test_a_key_whose_checkout_was_given_up_before_it_had_a_page_opens_none(
    buyer: Buyer, line_id: str, stack: Stack, database: asyncpg.Connection
) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    await stack.stop_one("stripe")
    try:
        problem(await buyer.check_out(headers=key), 503, "payment_unavailable")
        [begun] = await buyer.orders()
        assert (await cancel(buyer, {"orderId": begun["id"]})).status_code == 200
        problem(await buyer.check_out(headers=key), 409, "checkout_ended")
    finally:
        await stack.start_one("stripe")
    assert (await buyer.check_out()).status_code == 201
