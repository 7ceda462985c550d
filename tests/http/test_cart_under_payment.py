"""Checking out freezes a cart; changing it, or the end of its order, gives it back to the buyer."""

import asyncio
import time
from typing import Any

import asyncpg
import httpx

from adapters.inbound.supervisor.stack import Stack
from tests.http.buyer import Buyer
from tests.http.paying import checked_out, is_paid, order, pay
from tests.http.problems import problem

PATIENCE_S = 30.0


async def until_paid(buyer: Buyer, checkout: dict[str, Any]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_paid(await order(buyer, checkout)):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.1)


async def test_a_checkout_freezes_the_cart_until_it_is_changed(
    buyer: Buyer, product_id: str, line_id: str
) -> None:
    assert (await buyer.cart())["status"] == "active"
    checkout = await checked_out(buyer)
    cart = await buyer.cart()
    assert (cart["status"], cart["orderId"]) == ("frozen", checkout["orderId"])
    changed = (await buyer.change(line_id, 5)).json()
    assert (changed["status"], changed["orderId"]) == ("active", checkout["orderId"])
    again = await checked_out(buyer)
    assert again["orderId"] != checkout["orderId"]
    assert (await buyer.cart())["status"] == "frozen"


async def test_a_cart_is_usable_again_when_its_payment_page_ran_out(
    buyer: Buyer, line_id: str, stack: Stack, outside: httpx.AsyncClient
) -> None:
    checkout = await checked_out(buyer)
    base = stack.environment["STRIPE_API_BASE"]
    await outside.post(f"{base}/_control/sessions/{checkout['sessionId']}/expire", json={})
    deadline = time.monotonic() + PATIENCE_S
    while (await buyer.cart())["status"] != "active":
        assert time.monotonic() < deadline
        await asyncio.sleep(0.1)
    cart = await buyer.cart()
    assert cart["orderId"] is None
    assert [line["quantity"] for line in cart["items"]] == [2]
    assert (await buyer.change(line_id, 3)).status_code == 200


async def test_what_was_added_in_another_tab_stays_after_the_payment(
    buyer: Buyer,
    product_id: str,
    image_id: str,
    line_id: str,
    stack: Stack,
    outside: httpx.AsyncClient,
) -> None:
    checkout = await checked_out(buyer)
    other = (await buyer.make_product(image_id, frameMaterial="white")).json()["id"]
    await buyer.add(other, 3)
    await buyer.add(product_id, 1)
    await pay(outside, stack, checkout)
    await until_paid(buyer, checkout)
    cart = await buyer.cart()
    assert {line["productId"]: line["quantity"] for line in cart["items"]} == {
        other: 3,
        product_id: 1,
    }
    assert (cart["status"], cart["orderId"]) == ("active", None)
    newest = (await buyer.ask("GET", "/api/cart/history")).json()["items"][0]
    assert (newest["action"], newest["actor"]) == ("bought", "system")
    assert newest["details"] == {"orderId": checkout["orderId"]}


async def test_what_is_not_sold_any_more_is_told_and_cannot_be_checked_out(
    buyer: Buyer, product_id: str, line_id: str, database: asyncpg.Connection
) -> None:
    await database.execute("UPDATE products SET frame_material = 'glass' WHERE id = $1", product_id)
    cart = await buyer.cart()
    [line] = cart["items"]
    assert not line["available"]
    assert line["issues"] == [{"code": "product_unavailable"}]
    assert cart["totals"]["subtotal"]["amount"] == 0
    for answer in (await buyer.quote(), await buyer.check_out()):
        facts = problem(answer, 409, "cart_line_unavailable")["facts"]
        assert facts == {"lines": [line_id]}
    assert await buyer.orders() == []


async def test_a_price_that_changed_is_told_with_the_old_one(
    buyer: Buyer, line_id: str, database: asyncpg.Connection
) -> None:
    await database.execute("UPDATE cart_lines SET price_amount = 100 WHERE id = $1", line_id)
    [line] = (await buyer.cart())["items"]
    [issue] = line["issues"]
    assert issue["code"] == "price_changed"
    assert issue["oldPrice"]["amount"] == 100
    assert issue["newPrice"] == line["unitPrice"]


async def test_more_than_is_allowed_today_cannot_be_checked_out(
    buyer: Buyer, line_id: str, database: asyncpg.Connection
) -> None:
    await database.execute("UPDATE cart_lines SET quantity = 100 WHERE id = $1", line_id)
    facts = problem(await buyer.check_out(), 422, "quantity_not_allowed")["facts"]
    assert facts == {"lines": [line_id]}
