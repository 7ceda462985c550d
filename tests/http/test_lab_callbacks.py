"""A callback of the lab only says that it is time to look: its body can do no harm."""

import secrets

import asyncpg
import httpx
import pytest

from adapters.inbound.supervisor.stack import Stack
from tests.http import paying
from tests.http.buyer import Buyer
from tests.http.faults import seen
from tests.http.problems import problem

LIES = [
    b"",
    b"not JSON",
    b"[]",
    b'{"id": 1}',
    b'{"a":' * 50_000,
    b"\xff\xfe",
    b'{"specversion":"1.0","id":"lie","type":"com.prodigi.order.status.stage.changed#Complete",'
    b'"data":{"order":{"id":"ord_1","status":{"stage":"Complete"}}}}',
    b'{"id":"zero\\u0000byte","type":"\\u0000"}',
]


async def test_an_unknown_address_is_not_found(
    http: httpx.AsyncClient, database: asyncpg.Connection
) -> None:
    lie = secrets.token_hex(8)
    for token in (secrets.token_urlsafe(32), "x", "%00", "x" * 2000):
        answer = await http.post(f"/api/webhooks/prodigi/{token}", json={"id": lie})
        problem(answer, 404, "dropship_not_found")
    kept = "SELECT count(*) FROM inbox WHERE position($1 in event_id) > 0"
    assert await database.fetchval(kept, lie) == 0


@pytest.fixture
async def callback(
    stack: Stack,
    buyer: Buyer,
    line_id: str,
    outside: httpx.AsyncClient,
    database: asyncpg.Connection,
) -> tuple[str, dict[str, str]]:
    """The callback address of a paid order's print, and the checkout that led to it."""
    checkout = await paying.checked_out(buyer)
    await paying.pay(outside, stack, checkout)
    await seen(lambda: paying.order(buyer, checkout), paying.is_with_the_lab)
    token = await database.fetchval(
        "SELECT callback_token FROM dropships WHERE order_id = $1::text::uuid", checkout["orderId"]
    )
    return f"/api/webhooks/prodigi/{token}", checkout


async def test_lies_are_received_and_believed_by_nobody(
    callback: tuple[str, dict[str, str]],
    http: httpx.AsyncClient,
    buyer: Buyer,
) -> None:
    address, checkout = callback
    for lie in LIES:
        for _ in range(2):
            answer = await http.post(address, content=lie)
            assert (answer.status_code, answer.json()) == (202, {"received": True}), lie
    order = await seen(
        lambda: paying.order(buyer, checkout), lambda order: bool(order["status"] == "delivered")
    )
    assert not order["needsAttention"]
    assert len(order["prints"]) == 1


async def test_an_oversized_callback_is_refused(
    callback: tuple[str, dict[str, str]], http: httpx.AsyncClient
) -> None:
    problem(await http.post(callback[0], content=bytes(1_000_001)), 413, "request_too_large")
