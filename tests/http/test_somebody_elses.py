"""Whoever has got hold of an id of somebody else's gets nothing by it, on any route and method."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from adapters.inbound.supervisor.stack import Stack
from tests.http.buyer import ADDRESS, Buyer
from tests.http.customer import Customer, new_customer
from tests.http.merging import with_product
from tests.http.problems import problem
from tests.http.somebody import Somebody, somebody

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
NO_TOKEN = (401, "credential_missing")
LOG_IN_FIRST = (401, "login_required")
NOT_ALLOWED = (403, "not_allowed")
BAD_LINK = (403, "asset_signature_invalid")
Refusal = tuple[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """What a route tells a customer, a guest and nobody who name `of` somebody else."""

    of: str
    customer: Refusal
    guest: Refusal
    nobody: Refusal = NO_TOKEN
    body: Any = None
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


def for_buyers(
    of: str, code: str, body: Any = None, headers: dict[str, str] | None = None
) -> Locked:
    return Locked(of=of, customer=(404, code), guest=(404, code), body=body, headers=headers or {})


def for_customers(of: str, code: str, body: Any = None) -> Locked:
    return Locked(of=of, customer=(404, code), guest=LOG_IN_FIRST, body=body)


def for_the_shop(of: str, body: Any = None) -> Locked:
    return Locked(of=of, customer=NOT_ALLOWED, guest=LOG_IN_FIRST, body=body)


def for_anybody(of: str, refusal: Refusal, body: Any = None, **query: str) -> Locked:
    return Locked(
        of=of, customer=refusal, guest=refusal, nobody=refusal, body=body, query=dict(query)
    )


LINK = {"expires": "4000000000", "signature": "0" * 64}
PART = {
    "Tus-Resumable": "1.0.0",
    "Upload-Offset": "0",
    "Content-Type": "application/offset+octet-stream",
}
ROUTES = {
    "GET /api/uploads/{upload_id}": for_buyers("upload", "upload_not_found"),
    "HEAD /api/uploads/{upload_id}": for_buyers("upload", "upload_not_found", headers=PART),
    "PATCH /api/uploads/{upload_id}": for_buyers("upload", "upload_not_found", {}, PART),
    "DELETE /api/uploads/{upload_id}": for_buyers("upload", "upload_not_found", headers=PART),
    "GET /api/user-images/{picture_id}": for_buyers("picture", "picture_not_found"),
    "DELETE /api/user-images/{picture_id}": for_buyers("picture", "picture_not_found"),
    "POST /api/curated-images/{picture_id}/take": for_buyers(
        "picture", "curated_picture_not_found"
    ),
    "DELETE /api/admin/curated-images/{picture_id}": for_the_shop("picture"),
    "GET /api/designs/{design_id}": for_buyers("design", "design_not_found"),
    "PATCH /api/designs/{design_id}": for_buyers(
        "design", "design_not_found", {"paper": "#ff0000"}
    ),
    "DELETE /api/designs/{design_id}": for_buyers("design", "design_not_found"),
    "POST /api/designs/{design_id}/finalize": for_buyers("design", "design_not_found"),
    "POST /api/designs/{design_id}/preview": for_buyers("design", "design_not_found"),
    "GET /api/jobs/{job_id}": for_buyers("job", "render_not_found"),
    "POST /api/admin/renders/{render_id}/retry": for_the_shop("job"),
    "GET /api/products/{product_id}": for_buyers("product", "product_not_found"),
    "PATCH /api/cart/items/{line_id}": for_buyers("line", "cart_line_not_found", {"quantity": 7}),
    "DELETE /api/cart/items/{line_id}": for_buyers("line", "cart_line_not_found"),
    "POST /api/cart/merges/{merge_id}/undo": for_customers("merge", "merge_not_found"),
    "GET /api/orders/{order_id}": for_buyers("order", "order_not_found"),
    "POST /api/checkout/{order_id}/cancel": for_buyers("order", "order_not_found"),
    "POST /api/orders/{order_id}/checkout": for_buyers("order", "order_not_found"),
    "POST /api/orders/{order_id}/reorder": for_buyers("order", "order_not_found", {}),
    "GET /api/addresses/{address_id}": for_customers("address", "address_not_found"),
    "PUT /api/addresses/{address_id}": for_customers("address", "address_not_found", ADDRESS),
    "DELETE /api/addresses/{address_id}": for_customers("address", "address_not_found"),
    "GET /api/admin/carts/{cart_id}": for_the_shop("cart"),
    "GET /api/admin/orders/{order_id}": for_the_shop("order"),
    "POST /api/admin/attention/{item_id}/repair": for_the_shop("order", {"confirm": True}),
    "POST /api/admin/attention/{item_id}/resolve": for_the_shop("order", {"note": "x"}),
    "POST /api/admin/jobs/{job_id}/retry": for_the_shop("order", {}),
    "POST /api/admin/orders/{order_id}/cancel": for_the_shop("order", {"reason": "x"}),
    "POST /api/admin/orders/{order_id}/release": for_the_shop("order", {"reason": "x"}),
    "POST /api/admin/orders/{order_id}/reprint": for_the_shop("order", {"reason": "x"}),
    "POST /api/admin/orders/{order_id}/resubmit": for_the_shop("order", {"reason": "x"}),
    "POST /api/admin/orders/{order_id}/refund": for_the_shop(
        "order", {"reason": "requested_by_customer"}
    ),
    "PUT /api/admin/users/{account_id}": for_the_shop("account", {"role": "admin"}),
    "POST /api/webhooks/prodigi/{token}": for_anybody("order", (404, "dropship_not_found"), {}),
    "GET /assets/{key}": for_anybody("asset", BAD_LINK, **LINK),
    "HEAD /assets/{key}": for_anybody("export", BAD_LINK, **LINK),
}
# The customer of each id sees it there, which proves that the walk names what exists.
OWN = [route for route in ROUTES if route.startswith("GET /api/") and "admin" not in route]


@pytest.fixture
async def alice(
    http: httpx.AsyncClient, database: asyncpg.Connection, outside: httpx.AsyncClient, stack: Stack
) -> Somebody:
    return await somebody(http, database, outside, stack)


@pytest.fixture
async def bob(http: httpx.AsyncClient, database: asyncpg.Connection, picture: bytes) -> Customer:
    """With a cart, pictures and an address of his own."""
    bob = await new_customer(http, database)
    await with_product(bob, picture, 1)
    assert (await bob.ask("POST", "/api/addresses", json=ADDRESS)).status_code == 201
    return bob


@pytest.fixture
async def documented(http: httpx.AsyncClient) -> set[str]:
    """All routes with a parameter in their path."""
    document = (await http.get("/schema/openapi.json")).json()
    return {
        f"{method} {path}"
        for path, item in document["paths"].items()
        for method in METHODS
        if "{" in path and method.lower() in item
    }


def test_every_route_with_an_id_in_its_path_is_in_the_table(documented: set[str]) -> None:
    assert documented == ROUTES.keys()


def named(route: str, wanted: str) -> tuple[str, str]:
    method, path = route.split(" ")
    return method, path[: path.index("{")] + wanted + path[path.index("}") + 1 :]


async def ask(who: Buyer, route: str, wanted: str) -> httpx.Response:
    locked = ROUTES[route]
    content = {} if locked.body is None else {"json": locked.body}
    return await send(
        who, *named(route, wanted), params=locked.query, headers=locked.headers, **content
    )


async def send(who: Buyer, method: str, path: str, **content: Any) -> httpx.Response:
    if not who.token:
        return await who.http.request(method, path, **content)
    return await who.ask(method, path, **content)


def refuses(answer: httpx.Response, refusal: Refusal) -> None:
    if answer.request.method == "HEAD":
        assert (answer.status_code, answer.content) == (refusal[0], b"")
    else:
        problem(answer, *refusal)


def what_is_said(answer: httpx.Response, wanted: str) -> str:
    """Without what differs from one request to the next."""
    told = answer.text.replace(answer.headers["X-Request-Id"], "")
    return told.replace(wanted, "").replace(wanted.replace("-", ""), "")


def callers(bob: Customer, guest: Buyer) -> Iterator[tuple[str, Buyer]]:
    yield "customer", bob
    yield "guest", guest
    yield "nobody", Buyer(http=bob.http, token="")


async def test_no_id_of_somebody_elses_opens_or_changes_anything(
    alice: Somebody,
    bob: Customer,
    buyer: Buyer,
    line_id: str,
    database: asyncpg.Connection,
) -> None:
    before = await alice.state(database)
    for route in OWN:
        own = await ask(alice.customer, route, alice.ids[ROUTES[route].of])
        assert own.status_code == 200, own.text
    for route, locked in ROUTES.items():
        for role, who in callers(bob, buyer):
            refusal: Refusal = getattr(locked, role)
            nothing = str(uuid4())
            unknown = await ask(who, route, nothing)
            refuses(unknown, refusal)
            for wanted in alice.ids.values():
                if "/" in wanted and "{key}" not in route:
                    continue
                answer = await ask(who, route, wanted)
                refuses(answer, refusal)
                # Nobody learns that there is such a thing, either.
                assert what_is_said(answer, wanted) == what_is_said(unknown, nothing)
    assert await alice.state(database) == before
    # All of it could have been done, and would have been seen.
    undo = "POST /api/cart/merges/{merge_id}/undo"
    assert (await ask(alice.customer, undo, alice.ids["merge"])).status_code == 200
    assert await alice.state(database) != before


async def test_methods_that_are_not_documented_do_nothing_to_anything(
    alice: Somebody,
    bob: Customer,
    buyer: Buyer,
    documented: set[str],
    database: asyncpg.Connection,
) -> None:
    before = await alice.state(database)
    for route, locked in ROUTES.items():
        for method in METHODS:
            other = f"{method} {route.split(' ')[1]}"
            if other in documented:
                continue
            for _, who in callers(bob, buyer):
                named_id = named(other, alice.ids[locked.of])
                answer = await send(who, *named_id, json={"quantity": 7})
                assert answer.status_code in (401, 404, 405), (other, answer.text)
    assert await alice.state(database) == before


async def test_a_link_signed_for_ones_own_picture_opens_nobody_elses(
    alice: Somebody, bob: Customer
) -> None:
    [own] = (await bob.ask("GET", "/api/user-images")).json()["items"]
    assert (await bob.http.get(own["url"])).status_code == 200
    signed = own["url"].partition("?")[2]
    for kind in ("asset", "export"):
        problem(await bob.http.get(f"/assets/{alice.ids[kind]}?{signed}"), *BAD_LINK)
        problem(await bob.http.get(f"/assets/{alice.ids[kind]}"), *BAD_LINK)


async def test_lists_tell_nothing_of_somebody_elses(
    alice: Somebody, bob: Customer, buyer: Buyer
) -> None:
    for path in ("/api/cart", "/api/cart/history", "/api/cart/health", "/api/orders"):
        for who in (bob, buyer):
            told = (await who.ask("GET", path)).text
            assert not [each for each in alice.ids.values() if each in told]
    for path in ("/api/addresses", "/api/user-images", "/api/profiles"):
        told = (await bob.ask("GET", path)).text
        assert not [each for each in alice.ids.values() if each in told]
        assert alice.customer.email not in told
    problem(await bob.ask("GET", "/api/profiles/export"), 404, "export_not_found")
