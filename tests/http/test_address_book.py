"""The address book over HTTP: what it takes, and what it refuses."""

from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from tests.http.buyer import ADDRESS, Buyer
from tests.http.customer import Customer, new_customer
from tests.http.problems import problem

BOOK = "/api/addresses"


@pytest.fixture
async def customer(http: httpx.AsyncClient, database: asyncpg.Connection) -> Customer:
    return await new_customer(http, database)


async def added(customer: Customer, **changed: Any) -> dict[str, Any]:
    answer = await customer.ask("POST", BOOK, json={**ADDRESS, **changed})
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def book(customer: Customer) -> list[dict[str, Any]]:
    answer = await customer.ask("GET", BOOK)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_book_from_the_first_address_to_the_last(customer: Customer) -> None:
    assert await book(customer) == []
    first = await added(customer, postalOrZipCode="sw1y 4jh")
    assert first["isDefault"]
    assert first["address"]["postalOrZipCode"] == "SW1Y 4JH"
    second = await added(customer, name="Grace Hopper")
    assert not second["isDefault"]
    assert (await customer.ask("GET", f"{BOOK}/{second['id']}")).json() == second

    moved = {**ADDRESS, "name": "Grace Murray Hopper", "isDefault": True}
    answer = await customer.ask("PUT", f"{BOOK}/{second['id']}", json=moved)
    assert answer.json()["address"]["name"] == "Grace Murray Hopper"
    assert [item["isDefault"] for item in await book(customer)] == [False, True]

    gone = await customer.ask("DELETE", f"{BOOK}/{second['id']}")
    assert (gone.status_code, gone.content) == (204, b"")
    assert [(item["id"], item["isDefault"]) for item in await book(customer)] == [
        (first["id"], True)
    ]
    problem(await customer.ask("DELETE", f"{BOOK}/{second['id']}"), 404, "address_not_found")


async def test_somebody_elses_address_is_not_there(
    http: httpx.AsyncClient, database: asyncpg.Connection, customer: Customer
) -> None:
    stranger, own = await new_customer(http, database), await added(customer)
    for wanted in (own["id"], str(uuid4())):
        path = f"{BOOK}/{wanted}"
        problem(await stranger.ask("GET", path), 404, "address_not_found")
        problem(await stranger.ask("PUT", path, json=ADDRESS), 404, "address_not_found")
        problem(await stranger.ask("DELETE", path), 404, "address_not_found")
    assert await book(stranger) == []
    assert await book(customer) == [own]


async def test_a_guest_has_no_book(buyer: Buyer) -> None:
    problem(await buyer.ask("GET", BOOK), 401, "login_required")
    problem(await buyer.ask("POST", BOOK, json=ADDRESS), 401, "login_required")


async def test_what_no_country_has_is_refused_field_by_field(customer: Customer) -> None:
    wrong = {**ADDRESS, "postalOrZipCode": "12345", "name": " "}
    answer = await customer.ask("POST", BOOK, json=wrong)
    problem(answer, 422, "address_invalid", "name")
    answer = await customer.ask("POST", BOOK, json={**ADDRESS, "postalOrZipCode": "12345"})
    problem(answer, 422, "address_invalid", "postalOrZipCode")
    answer = await customer.ask("POST", BOOK, json={**ADDRESS, "countryCode": "XX"})
    problem(answer, 422, "address_invalid", "countryCode")
    answer = await customer.ask("POST", BOOK, json={**ADDRESS, "countryCode": "Britain"})
    problem(answer, 422, "country_invalid", "countryCode")
    own = await added(customer)
    answer = await customer.ask("PUT", f"{BOOK}/{own['id']}", json={**ADDRESS, "line1": ""})
    problem(answer, 422, "address_invalid", "line1")
    assert await book(customer) == [own]


@pytest.mark.parametrize(
    "body",
    [{**ADDRESS, "price": 1}, {**ADDRESS, "isDefault": "yes"}, {"name": "Ada"}, [], "x", None],
)
async def test_a_body_that_is_no_address_is_refused(customer: Customer, body: object) -> None:
    problem(await customer.ask("POST", BOOK, json=body), 400, "request_invalid")
    path = f"{BOOK}/{uuid4()}"
    problem(await customer.ask("PUT", path, json=body), 400, "request_invalid")


async def test_a_full_book_takes_no_more(customer: Customer) -> None:
    for _ in range(20):
        await added(customer)
    told = problem(await customer.ask("POST", BOOK, json=ADDRESS), 409, "address_book_full")
    assert told["facts"] == {"addressesMax": 20}


async def test_a_repeat_with_one_key_adds_one(customer: Customer) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    first, again = [await customer.ask("POST", BOOK, key, json=ADDRESS) for _ in range(2)]
    assert first.json() == again.json()
    assert len(await book(customer)) == 1
    other = await customer.ask("POST", BOOK, key, json={**ADDRESS, "name": "Bob"})
    problem(other, 422, "idempotency_key_reused")
