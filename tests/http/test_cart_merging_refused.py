"""Every refusal of merging carts and of taking a merge back."""

import time
from uuid import uuid4

import asyncpg
import httpx
import jwt
import pytest

from adapters.inbound.demo.picture import painted_picture
from adapters.inbound.supervisor.stack import Stack
from tests.http.buyer import Buyer
from tests.http.customer import Customer, new_customer
from tests.http.merging import merge, merged, undo, with_product
from tests.http.problems import problem
from tests.http.test_credentials import claims


@pytest.fixture
async def customer(http: httpx.AsyncClient, database: asyncpg.Connection) -> Customer:
    return await new_customer(http, database)


async def test_merging_needs_an_account(buyer: Buyer, stranger: Buyer) -> None:
    problem(await merge(buyer, stranger.token), 401, "login_required")
    problem(await undo(buyer, str(uuid4())), 401, "login_required")


async def test_what_is_no_guest_token_is_refused(
    http: httpx.AsyncClient, customer: Customer, database: asyncpg.Connection
) -> None:
    other = await new_customer(http, database)
    for token in ("", "x", None, customer.token, other.token, other.refresh_token):
        problem(await merge(customer, token), 422, "guest_token_invalid", "guestToken")


async def test_a_guest_token_of_long_ago_is_refused(customer: Customer, stack: Stack) -> None:
    old = claims(exp=int(time.time()) - 1)
    token = jwt.encode(old, stack.environment["TOKEN_SECRET"], algorithm="HS256")
    problem(await merge(customer, token), 422, "guest_token_expired", "guestToken")


async def test_bad_input_is_refused(buyer: Buyer, customer: Customer, line_id: str) -> None:
    unknown = await merge(customer, buyer.token, strategy="doubling")
    problem(unknown, 422, "merge_strategy_unknown", "strategy")
    problem(await merge(customer, buyer.token, dryRun="maybe"), 400, "request_invalid", "dryRun")
    problem(await merge(customer, buyer.token, userId=str(uuid4())), 400, "request_invalid")
    problem(await merge(customer, 5), 400, "request_invalid", "guestToken")  # type: ignore[arg-type]
    problem(await undo(customer, "x"), 404, "route_not_found")
    assert (await buyer.cart())["items"][0]["id"] == line_id


async def test_only_the_customer_may_undo(
    http: httpx.AsyncClient,
    database: asyncpg.Connection,
    buyer: Buyer,
    customer: Customer,
    line_id: str,
) -> None:
    told = await merged(customer, buyer.token)
    other = await new_customer(http, database)
    problem(await undo(other, told["mergeId"]), 404, "merge_not_found")
    problem(await undo(customer, str(uuid4())), 404, "merge_not_found")


async def test_a_changed_cart_is_not_taken_back(
    buyer: Buyer, customer: Customer, product_id: str, line_id: str
) -> None:
    told = await merged(customer, buyer.token)
    changed = (await customer.add(product_id, 1)).json()
    refusal = problem(await undo(customer, told["mergeId"]), 409, "merge_cart_changed")
    assert refusal["facts"] == {"version": changed["version"]}


async def test_a_new_cart_of_the_guest_stands_in_the_way(
    buyer: Buyer, customer: Customer, line_id: str
) -> None:
    told = await merged(customer, buyer.token)
    await with_product(buyer, painted_picture(1002, 800), 1)
    problem(await undo(customer, told["mergeId"]), 409, "merge_undo_refused")


async def test_a_merge_of_yesterday_is_not_taken_back(
    buyer: Buyer, customer: Customer, line_id: str, database: asyncpg.Connection
) -> None:
    told = await merged(customer, buyer.token)
    await database.execute(
        "UPDATE cart_merges SET at = at - interval '25 hours' WHERE id = $1", told["mergeId"]
    )
    problem(await undo(customer, told["mergeId"]), 409, "merge_undo_too_late")
