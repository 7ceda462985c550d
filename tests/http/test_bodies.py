"""Bodies that are not what a route takes are refused before anything happens."""

from typing import Any

import httpx
import pytest

from tests.http.buyer import ADDRESS, Buyer
from tests.http.problems import problem

JSON_ROUTES = [
    "/api/cart",
    "/api/products",
    "/api/shipping/quotes",
    "/api/addresses/validate",
    "/api/checkout/create-session",
]
GARBAGE = {
    "nothing": b"",
    "half an object": b'{"productId": "',
    "no JSON": b"quantity=1",
    "a list": b"[]",
    "null": b"null",
    "no UTF-8": b'{"productId": "\xff\xfe"}',
    "deep": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "deep lists": b"[" * 100_000,
    "a lone surrogate": b'{"productId": "\\ud800"}',
    "zero bytes": bytes(100),
}


@pytest.mark.parametrize("path", JSON_ROUTES)
@pytest.mark.parametrize("body", GARBAGE.values(), ids=GARBAGE.keys())
async def test_garbage_is_refused(buyer: Buyer, path: str, body: bytes) -> None:
    answer = await buyer.ask("POST", path, {"Content-Type": "application/json"}, content=body)
    problem(answer, 400, "request_invalid")


@pytest.mark.parametrize("path", JSON_ROUTES)
async def test_another_content_type_is_refused(buyer: Buyer, path: str) -> None:
    for declared in ("text/plain", "application/xml", "application/x-msgpack"):
        answer = await buyer.ask("POST", path, {"Content-Type": declared}, content=b"\x80")
        assert answer.status_code in (400, 415), answer.text


@pytest.mark.parametrize("path", JSON_ROUTES)
async def test_a_body_over_the_limit_is_refused(buyer: Buyer, path: str) -> None:
    huge = b'{"productId": "' + b"a" * 1_000_001 + b'"}'
    answer = await buyer.ask("POST", path, {"Content-Type": "application/json"}, content=huge)
    problem(answer, 413, "request_too_large")


@pytest.mark.parametrize(
    "more",
    [{"price": 1}, {"unitPrice": {"amount": 1, "currency": "GBP"}}, {"ownerId": "x"}, {"id": 1}],
    ids=str,
)
async def test_a_price_sent_by_the_client_is_refused(
    buyer: Buyer, product_id: str, line_id: str, more: dict[str, Any]
) -> None:
    before = await buyer.cart()
    added = {"productId": product_id, "quantity": 1, **more}
    problem(await buyer.ask("POST", "/api/cart", json=added), 400, "request_invalid")
    changed = await buyer.ask("PATCH", f"/api/cart/items/{line_id}", json={"quantity": 1, **more})
    problem(changed, 400, "request_invalid")
    problem(await buyer.check_out(**more), 400, "request_invalid")
    problem(await buyer.check_out(address={**ADDRESS, **more}), 400, "request_invalid")
    quoted = {"countryCode": "GB", **more}
    problem(await buyer.ask("POST", "/api/shipping/quotes", json=quoted), 400, "request_invalid")
    assert await buyer.cart() == before
    assert await buyer.orders() == []


async def test_addresses_without_a_route_are_problems_too(http: httpx.AsyncClient) -> None:
    for path in ("/api/nothing", "/api/cart/", "/etc/passwd", "/api/admin/orders", "/%ff"):
        answer = await http.get(path)
        assert answer.status_code in (401, 404), path
    problem(await http.get("/api/nothing"), 404, "route_not_found")
    wrong = await http.put("/api/cart", json={})
    problem(wrong, 405, "method_not_allowed")
    assert {"GET", "POST"} <= set(wrong.headers["Allow"].replace(" ", "").split(","))


async def test_a_request_keeps_the_id_it_came_with(http: httpx.AsyncClient) -> None:
    given = {"X-Request-Id": "order-desk.42_a"}
    assert (await http.get("/health/live", headers=given)).headers["X-Request-Id"] == given[
        "X-Request-Id"
    ]
    answer = await http.get("/api/cart", headers=given)
    assert problem(answer, 401, "credential_missing")["requestId"] == given["X-Request-Id"]
    for insane in ("short", "x" * 65, "a b c d e f", "<script>alert(1)</script>"):
        answer = await http.get("/health/live", headers={"X-Request-Id": insane})
        assert answer.headers["X-Request-Id"] != insane
