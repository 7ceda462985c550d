"""A guest logs in and keeps the cart, over HTTP."""

import asyncio
from uuid import uuid4

import asyncpg
import httpx
import pytest

from adapters.inbound.demo.picture import painted_picture
from adapters.inbound.supervisor.stack import Stack
from tests.http.buyer import Buyer
from tests.http.customer import Customer, log_in, new_customer, sign_up
from tests.http.faults import seen
from tests.http.merging import counted, merged, undo, with_product
from tests.http.paying import checked_out, is_paid, order, pay
from tests.http.problems import problem


@pytest.fixture
async def customer(http: httpx.AsyncClient, database: asyncpg.Connection) -> Customer:
    return await new_customer(http, database)


async def test_a_log_in_brings_the_guests_cart_along(
    http: httpx.AsyncClient,
    database: asyncpg.Connection,
    buyer: Buyer,
    product_id: str,
    line_id: str,
) -> None:
    email = await sign_up(http, database)
    answer = await log_in(http, email, guestToken=buyer.token, merge={"strategy": "sum"})
    assert answer.status_code == 200, answer.text
    told = answer.json()["merge"]
    assert (told["status"], told["code"]) == ("merged", None)
    assert counted(told["report"]["cart"]) == {product_id: 2}
    (row,) = told["report"]["report"]["lines"]
    assert (row["side"], row["fate"], row["lineId"]) == ("guest", "added", line_id)
    user = Buyer(http=http, token=answer.json()["accessToken"])
    assert counted(await user.cart()) == {product_id: 2}
    # Logging in again on the same device, or a lost answer, doubles nothing.
    again = (await log_in(http, email, guestToken=buyer.token)).json()["merge"]
    assert again["status"] == "already_merged"
    assert again["report"]["mergeId"] == told["report"]["mergeId"]
    assert counted(await user.cart()) == {product_id: 2}


async def test_a_picture_that_came_after_the_log_in_comes_along_the_next_time(
    customer: Customer, buyer: Buyer, picture: bytes
) -> None:
    """It was still being read when its guest logged in."""
    await merged(customer, buyer.token)
    late = (await buyer.upload(picture)).json()["id"]
    assert (await customer.ask("GET", f"/api/user-images/{late}")).status_code == 404
    await merged(customer, buyer.token)
    assert (await customer.ask("GET", f"/api/user-images/{late}")).status_code == 200


async def test_twenty_log_ins_at_once_bring_each_line_once(
    http: httpx.AsyncClient,
    database: asyncpg.Connection,
    buyer: Buyer,
    product_id: str,
    line_id: str,
) -> None:
    customer = await new_customer(http, database)
    answers = await asyncio.gather(
        *(
            log_in(http, customer.email, guestToken=buyer.token, merge={"strategy": "sum"})
            for _ in range(20)
        )
    )
    good = [answer.json()["merge"]["status"] for answer in answers if answer.status_code == 200]
    assert good.count("merged") <= 1
    assert set(good) <= {"merged", "already_merged"}
    # Hashing is bounded, so some of the twenty may have been asked to come back.
    assert all(answer.status_code in (200, 503) for answer in answers)
    assert counted(await customer.cart()) == {product_id: 2}


async def test_a_log_in_is_never_refused_because_of_the_merge(
    http: httpx.AsyncClient, database: asyncpg.Connection, buyer: Buyer, line_id: str
) -> None:
    email = await sign_up(http, database)
    for token, strategy, code in (
        ("not a token", "sum", "token_invalid"),
        (buyer.token, "doubling", "merge_strategy_unknown"),
    ):
        answer = await log_in(http, email, guestToken=token, merge={"strategy": strategy})
        assert answer.status_code == 200, answer.text
        told = answer.json()["merge"]
        assert (told["status"], told["code"]) == ("failed", code)
    assert (await buyer.cart())["items"][0]["id"] == line_id


async def test_a_guest_token_opens_nothing_after_the_merge(
    buyer: Buyer, customer: Customer, image_id: str, product_id: str, line_id: str
) -> None:
    before = await buyer.cart()
    await merged(customer, buyer.token)
    cart = await buyer.cart()
    assert cart["id"] != before["id"]
    assert (cart["items"], cart["version"]) == ([], 0)
    problem(await buyer.change(line_id, 5), 404, "cart_line_not_found")
    gone = await buyer.ask("DELETE", f"/api/cart/items/{line_id}")
    problem(gone, 404, "cart_line_not_found")
    problem(await buyer.add(product_id), 404, "product_not_found")
    problem(await buyer.ask("GET", f"/api/products/{product_id}"), 404, "product_not_found")
    problem(await buyer.ask("GET", f"/api/user-images/{image_id}"), 404, "picture_not_found")
    listed = await buyer.ask("GET", "/api/user-images")
    assert listed.json()["items"] == []
    assert (await customer.ask("GET", f"/api/user-images/{image_id}")).status_code == 200


async def test_a_dry_run_shows_the_report_first(
    buyer: Buyer, customer: Customer, product_id: str, line_id: str
) -> None:
    before = await buyer.cart()
    shown = await merged(customer, buyer.token, dryRun=True)
    assert (shown["status"], shown["mergeId"], shown["undoableUntil"]) == ("merged", None, None)
    assert counted(shown["cart"]) == {product_id: 2}
    assert await buyer.cart() == before
    assert (await customer.cart())["items"] == []
    assert (await merged(customer, buyer.token))["report"] == shown["report"]


@pytest.mark.parametrize(
    ("strategy", "quantity"),
    [("sum", 5), ("max", 3), ("keep_guest", 2), ("keep_user", 3), (None, 3)],
)
async def test_the_same_picture_on_both_sides_is_one_line(
    buyer: Buyer, customer: Customer, strategy: str | None, quantity: int
) -> None:
    dog = painted_picture(1000, 800)
    await with_product(buyer, dog, 2)
    mine = await with_product(customer, dog, 3)
    told = await merged(customer, buyer.token, strategy=strategy)
    assert counted(told["cart"]) == {mine: quantity}
    (row,) = told["report"]["lines"]
    assert (row["guestQuantity"], row["userQuantity"], row["quantity"]) == (2, 3, quantity)
    images = (await customer.ask("GET", "/api/user-images")).json()["items"]
    assert len(images) == 1


async def test_what_a_line_cannot_hold_is_cut_and_told(buyer: Buyer, customer: Customer) -> None:
    dog = painted_picture(1000, 800)
    await with_product(buyer, dog, 60)
    mine = await with_product(customer, dog, 60)
    told = await merged(customer, buyer.token, strategy="sum")
    assert counted(told["cart"]) == {mine: 99}
    (row,) = told["report"]["lines"]
    assert (row["cappedFrom"], row["quantity"]) == (120, 99)


async def test_a_cart_in_another_currency_is_kept_apart(
    buyer: Buyer, customer: Customer, product_id: str
) -> None:
    euros = {"productId": product_id, "quantity": 1, "currency": "EUR"}
    assert (await buyer.ask("POST", "/api/cart", json=euros)).status_code == 200
    await with_product(customer, painted_picture(1001, 800), 1)
    told = await merged(customer, buyer.token)
    assert told["status"] == "kept_apart"
    assert told["keptApart"]["because"] == "other_currency"
    assert told["keptApart"]["guestCurrency"] == "EUR"
    assert counted(await buyer.cart()) == {product_id: 1}


async def test_a_cart_under_payment_is_kept_apart_and_can_still_be_paid(
    buyer: Buyer,
    customer: Customer,
    product_id: str,
    line_id: str,
    stack: Stack,
    outside: httpx.AsyncClient,
) -> None:
    checkout = await checked_out(buyer)
    told = await merged(customer, buyer.token)
    assert told["status"] == "kept_apart"
    assert (told["keptApart"]["because"], told["keptApart"]["side"]) == ("under_payment", "guest")
    assert told["keptApart"]["orderId"] == checkout["orderId"]
    assert counted(await buyer.cart()) == {product_id: 2}
    await pay(outside, stack, checkout)
    await seen(lambda: order(buyer, checkout), is_paid)
    # Now nothing stands in the way, and the order comes along.
    assert (await merged(customer, buyer.token))["status"] == "nothing_to_merge"
    assert [each["id"] for each in await customer.orders()] == [checkout["orderId"]]
    assert await buyer.orders() == []


async def test_undoing_gives_both_their_carts_back(
    buyer: Buyer, customer: Customer, product_id: str, line_id: str
) -> None:
    mine = await with_product(customer, painted_picture(1001, 800), 1)
    before = await customer.cart()
    told = await merged(customer, buyer.token, strategy="keep_guest")
    assert counted(told["cart"]) == {product_id: 2}
    answer = await undo(customer, told["mergeId"])
    assert answer.status_code == 200, answer.text
    undone = answer.json()
    assert undone["cart"]["items"] == before["items"]
    assert answer.headers["ETag"] == (await customer.ask("GET", "/api/cart")).headers["ETag"]
    guest = Buyer(http=buyer.http, token=undone["guest"]["token"])
    for each in (buyer, guest):
        assert [item["id"] for item in (await each.cart())["items"]] == [line_id]
    assert (await undo(customer, told["mergeId"])).json()["cart"] == undone["cart"]
    assert counted(await customer.cart()) == {mine: 1}


async def test_a_retry_key_gets_the_same_answer(
    buyer: Buyer, customer: Customer, line_id: str
) -> None:
    key = {"Idempotency-Key": f"merge-{uuid4()}"}
    body = {"guestToken": buyer.token}
    first = await customer.ask("POST", "/api/cart/merge", key, json=body)
    again = await customer.ask("POST", "/api/cart/merge", key, json=body)
    assert first.json() == again.json()
    assert first.json()["status"] == "merged"
    other = await customer.ask("POST", "/api/cart/merge", key, json={**body, "dryRun": True})
    assert other.status_code == 200
