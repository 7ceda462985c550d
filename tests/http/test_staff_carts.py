"""Staff see any cart and change none; nobody below them sees somebody else's."""

from uuid import uuid4

import asyncpg
import httpx
import pytest

from tests.http.buyer import Buyer
from tests.http.customer import Customer, new_customer
from tests.http.problems import problem


@pytest.fixture
async def staff(http: httpx.AsyncClient, database: asyncpg.Connection) -> Customer:
    return await new_customer(http, database, "staff")


async def test_staff_see_any_cart_with_its_history(
    staff: Customer, buyer: Buyer, line_id: str
) -> None:
    cart = await buyer.cart()
    answer = await staff.ask("GET", f"/api/admin/carts/{cart['id']}")
    assert answer.status_code == 200, answer.text
    story = answer.json()
    assert story["cart"] == cart
    assert story["summary"]["status"] == "active"
    assert story["summary"]["mergedInto"] is None
    assert (story["summary"]["lineCount"], story["summary"]["itemCount"]) == (1, 2)
    [entry] = story["history"]
    assert entry["action"] == "added"
    assert entry["actorId"] == story["summary"]["ownerId"]
    assert await buyer.cart() == cart


async def test_staff_see_a_cart_that_is_no_longer_in_use(
    staff: Customer, buyer: Buyer, line_id: str, database: asyncpg.Connection
) -> None:
    cart = await buyer.cart()
    await database.execute("UPDATE carts SET status = 'expired' WHERE id = $1", cart["id"])
    assert (await buyer.cart())["items"] == []
    story = (await staff.ask("GET", f"/api/admin/carts/{cart['id']}")).json()
    assert story["summary"]["status"] == story["cart"]["status"] == "expired"
    assert story["cart"]["items"] == cart["items"]


async def test_staff_find_carts_by_owner_and_by_email(
    staff: Customer,
    buyer: Buyer,
    line_id: str,
    http: httpx.AsyncClient,
    picture: bytes,
    database: asyncpg.Connection,
) -> None:
    cart = await buyer.cart()
    shown = (await staff.ask("GET", f"/api/admin/carts/{cart['id']}")).json()["summary"]
    by_owner = await staff.ask("GET", f"/api/admin/carts?ownerId={shown['ownerId']}")
    assert by_owner.json() == {"items": [shown]}

    customer = await new_customer(http, database)
    image = (await customer.upload(picture)).json()["id"]
    assert (await customer.add((await customer.make_product(image)).json()["id"])).is_success
    by_email = await staff.ask("GET", "/api/admin/carts", params={"email": customer.email.upper()})
    assert [each["ownerId"] for each in by_email.json()["items"]] == [customer.user_id]


async def test_who_has_no_cart_is_found_with_none(staff: Customer) -> None:
    for query in (f"ownerId={uuid4()}", "email=nobody@passepartout.example"):
        answer = await staff.ask("GET", f"/api/admin/carts?{query}")
        assert answer.json() == {"items": []}


async def test_a_search_names_one_thing(staff: Customer) -> None:
    both = f"?ownerId={uuid4()}&email=ada@buyer.example"
    for query in ("", both):
        answer = await staff.ask("GET", f"/api/admin/carts{query}")
        problem(answer, 422, "cart_search_invalid", "ownerId")
    problem(await staff.ask("GET", "/api/admin/carts?email=ada"), 422, "email_invalid", "email")
    answer = await staff.ask("GET", "/api/admin/carts?ownerId=7")
    problem(answer, 400, "request_invalid")


async def test_a_cart_that_never_was_is_not_found(staff: Customer) -> None:
    problem(await staff.ask("GET", f"/api/admin/carts/{uuid4()}"), 404, "cart_not_found")
    problem(await staff.ask("GET", "/api/admin/carts/7"), 404, "route_not_found")


async def test_who_is_not_staff_sees_nobodys_cart(
    http: httpx.AsyncClient, database: asyncpg.Connection, buyer: Buyer, line_id: str
) -> None:
    customer = await new_customer(http, database)
    for path in (f"/api/admin/carts/{(await buyer.cart())['id']}", "/api/admin/carts"):
        problem(await buyer.ask("GET", path), 401, "login_required")
        problem(await customer.ask("GET", path), 403, "not_allowed")
