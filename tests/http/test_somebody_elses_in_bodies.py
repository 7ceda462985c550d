"""Ids and tokens of somebody else's in bodies and headers are as good as ones that never were."""

from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from adapters.inbound.supervisor.stack import Stack
from tests.http.buyer import ADDRESS, FRAME, Buyer
from tests.http.customer import PASSWORD, Customer, log_in, new_customer
from tests.http.designing import copied, design
from tests.http.merging import merge, with_product
from tests.http.problems import problem
from tests.http.somebody import Somebody, somebody

# Each field of a body that names something is tried by a test of this file.
TRIED = {
    "POST /api/cart productId",
    "POST /api/cart/batch operations.id",
    "POST /api/cart/batch operations.lineId",
    "POST /api/cart/batch operations.productId",
    "POST /api/cart/merge guestToken",
    "POST /api/auth/confirm token",
    "POST /api/auth/login guestToken",
    "POST /api/auth/refresh refreshToken",
    "POST /api/auth/reset token",
    "POST /api/orders items.designId",
    "POST /api/orders items.productId",
    "POST /api/products designId",
    "POST /api/products imageId",
    "POST /api/designs copyOf",
    "POST /api/designs imageId",
    "POST /api/designs templateId",
    "PATCH /api/designs/{design_id} imageId",
    "PATCH /api/designs/{design_id} templateId",
    "POST /api/designs/{design_id}/preview imageId",
    "POST /api/designs/{design_id}/preview templateId",
}
# Staff may name any order's lines.
STAFF = "/api/admin/"
BATCH = "/api/cart/batch"


@pytest.fixture
async def alice(
    http: httpx.AsyncClient, database: asyncpg.Connection, outside: httpx.AsyncClient, stack: Stack
) -> AsyncIterator[Somebody]:
    """Whatever a test does, nothing of hers is different afterwards."""
    alice = await somebody(http, database, outside, stack)
    before = await alice.state(database)
    yield alice
    assert await alice.state(database) == before


@pytest.fixture
async def bob(http: httpx.AsyncClient, database: asyncpg.Connection) -> Customer:
    return await new_customer(http, database)


def fields(document: dict[str, Any], schema: dict[str, Any], path: str = "") -> Iterator[str]:
    """The names of all fields at any depth that take an id or a token."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for either in schema.get("oneOf", []):
        yield from fields(document, either, path)
    if "items" in schema:
        yield from fields(document, schema["items"], path)
    for name, inner in schema.get("properties", {}).items():
        if name.lower().endswith(("id", "token", "key")) or "uuid" in str(inner):
            yield path + name
        yield from fields(document, inner, f"{path}{name}.")


async def test_every_field_that_names_something_is_tried(http: httpx.AsyncClient) -> None:
    document = (await http.get("/schema/openapi.json")).json()
    found = {
        f"{method.upper()} {path} {name}"
        for path, item in document["paths"].items()
        if not path.startswith(STAFF)
        for method, operation in item.items()
        if isinstance(operation, dict) and "requestBody" in operation
        for content in operation["requestBody"]["content"].values()
        for name in fields(document, content["schema"])
    }
    assert found == TRIED


async def test_nothing_is_made_or_put_into_a_cart_of_what_is_somebody_elses(
    alice: Somebody, bob: Customer, buyer: Buyer
) -> None:
    for who in (bob, buyer):
        for wanted in (alice.ids["product"], alice.ids["line"], str(uuid4())):
            problem(await who.add(wanted), 404, "product_not_found")
        for wanted in (alice.ids["picture"], alice.ids["product"], str(uuid4())):
            problem(await who.make_product(wanted, **FRAME), 404, "picture_not_found")
        for wanted in (alice.ids["picture"], alice.ids["design"], str(uuid4())):
            problem(await design(who, wanted), 404, "picture_not_found")
            problem(await copied(who, wanted), 404, "design_not_found")
        # The key with which she had her answer, and the very same request.
        body = {"productId": alice.ids["product"], "quantity": 1}
        keyed = await who.ask("POST", "/api/cart", {"Idempotency-Key": alice.retry_key}, json=body)
        problem(keyed, 404, "product_not_found")
        assert (await who.cart())["items"] == []


async def test_nothing_is_ordered_that_is_somebody_elses(
    alice: Somebody, bob: Customer, buyer: Buyer
) -> None:
    usual = {"email": "bob@buyer.example", "address": ADDRESS, "shippingMethod": "Standard"}
    for who in (bob, buyer):
        for wanted in (alice.ids["product"], alice.ids["order line"], str(uuid4())):
            for name, code in (("productId", "product"), ("designId", "design")):
                body = usual | {"items": [{name: wanted, "quantity": 1}]}
                refused = await who.ask("POST", "/api/orders", json=body)
                problem(refused, 404, f"{code}_not_found", "items")
            made = await who.ask("POST", "/api/products", json={"designId": wanted})
            problem(made, 404, "design_not_found")
        assert (await who.ask("GET", "/api/orders")).json()["items"] == []


async def test_a_design_shows_no_picture_of_somebody_elses(
    alice: Somebody, bob: Customer, picture: bytes
) -> None:
    own = (await bob.upload(picture)).json()["id"]
    made = (await design(bob, own)).json()
    body = {"imageId": alice.ids["picture"]}
    for method, path in (
        ("PATCH", made["urls"]["design"]),
        ("POST", made["urls"]["preview"]),
        ("POST", f"{made['urls']['preview']}?quality=high"),
    ):
        problem(await bob.ask(method, path, json=body), 404, "picture_not_found")
    assert (await bob.ask("GET", made["urls"]["design"])).json() == made


async def test_a_batch_finds_nothing_of_somebody_elses(
    alice: Somebody, bob: Customer, buyer: Buyer, picture: bytes
) -> None:
    product, line = {"productId": alice.ids["product"]}, {"lineId": alice.ids["line"]}
    wishes: list[dict[str, Any]] = [
        {"type": "add", **product, "quantity": 1},
        {"type": "set_quantity", **product, "quantity": 7},
        {"type": "set_quantity", **line, "quantity": 7},
        {"type": "remove", **product},
        {"type": "remove", **line},
    ]
    for who in (bob, buyer):
        own = await with_product(who, picture, 1)
        operations = [{"id": f"wish-{place}", **wish} for place, wish in enumerate(wishes)]
        answer = await who.ask("POST", BATCH, json={"operations": operations})
        assert answer.status_code == 200, answer.text
        codes = [each.get("code", "") for each in answer.json()["results"]]
        # To take away what is not there is done already.
        not_there = "cart_line_not_found"
        assert codes == ["product_not_found", not_there, not_there, "", ""]
        atomic = {"mode": "atomic", "operations": operations}
        assert (await who.ask("POST", BATCH, json=atomic)).is_client_error
        # An operation that she has sent under this id is not the one that is meant here.
        known = {"id": alice.operation_id, "type": "set_quantity", "productId": own, "quantity": 3}
        meant = await who.ask("POST", BATCH, json={"operations": [known]})
        [result] = meant.json()["results"]
        assert (result["status"], "repeated" in result) == ("applied", False)
        [kept] = (await who.cart())["items"]
        assert (kept["productId"], kept["quantity"]) == (own, 3)


async def test_a_guest_that_became_somebody_else_brings_nothing_to_anybody(
    alice: Somebody, bob: Customer
) -> None:
    used_up = await merge(bob, alice.guest.token)
    assert (used_up.json()["status"], used_up.json()["mergeId"]) == ("nothing_to_merge", None)
    for token in (alice.customer.token, alice.customer.refresh_token, alice.ids["account"]):
        problem(await merge(bob, token), 422, "guest_token_invalid", "guestToken")
    for token in (alice.guest.token, alice.customer.token, alice.ids["account"]):
        answer = await log_in(bob.http, bob.email, guestToken=token)
        assert answer.status_code == 200, answer.text
        assert answer.json()["merge"]["status"] in {"nothing_to_merge", "failed"}
        assert not [each for each in alice.ids.values() if each in answer.text]
    assert (await bob.cart())["items"] == []
    assert (await bob.ask("GET", "/api/user-images")).json()["items"] == []
    assert await bob.orders() == []


async def test_ids_and_other_tokens_neither_confirm_nor_reset_nor_renew(
    alice: Somebody, http: httpx.AsyncClient
) -> None:
    for wanted in (alice.customer.token, alice.guest.token, *alice.ids.values()):
        renewed = await http.post("/api/auth/refresh", json={"refreshToken": wanted})
        problem(renewed, 401, "refresh_token_invalid")
        confirmed = await http.post("/api/auth/confirm", json={"token": wanted})
        assert confirmed.is_client_error, confirmed.text
        body = {"token": wanted, "password": PASSWORD + " indeed"}
        assert (await http.post("/api/auth/reset", json=body)).is_client_error
