"""The worker gives up carts that nobody came back to; their buyers begin anew."""

import asyncio
import secrets
import time
from uuid import UUID

import asyncpg

from tests.http.buyer import Buyer

PATIENCE_S = 30.0
AGE = "UPDATE carts SET updated_at = now() - interval '91 days' WHERE id = $1"
LOOK = "INSERT INTO jobs (kind, dedupe_key, payload) VALUES ('expire_carts', $1, '{}')"
STATE = "SELECT state FROM jobs WHERE dedupe_key = $1"


async def look_for_idle_carts(database: asyncpg.Connection) -> None:
    """What the relay writes down once in every interval."""
    key = f"expire_carts:{secrets.token_hex(8)}"
    await database.execute(LOOK, key)
    deadline = time.monotonic() + PATIENCE_S
    while await database.fetchval(STATE, key) != "done":
        assert time.monotonic() < deadline
        await asyncio.sleep(0.1)


async def test_an_idle_cart_expires_and_its_buyer_begins_anew(
    buyer: Buyer, product_id: str, line_id: str, database: asyncpg.Connection
) -> None:
    old = await buyer.cart()
    await database.execute(AGE, UUID(old["id"]))
    await look_for_idle_carts(database)
    assert (await buyer.cart())["items"] == []
    new = (await buyer.add(product_id, 1)).json()
    assert new["id"] != old["id"]
    assert [line["quantity"] for line in new["items"]] == [1]
    history = (await buyer.ask("GET", "/api/cart/history")).json()["items"]
    assert [(each["cartId"], each["action"]) for each in history] == [
        (new["id"], "added"),
        (old["id"], "expired"),
        (old["id"], "added"),
    ]


async def test_a_cart_under_payment_does_not_expire(
    buyer: Buyer, line_id: str, database: asyncpg.Connection
) -> None:
    assert (await buyer.check_out()).status_code == 201
    cart = await buyer.cart()
    await database.execute(AGE, UUID(cart["id"]))
    await look_for_idle_carts(database)
    assert await buyer.cart() == cart


async def test_the_relay_writes_the_look_down(buyer: Buyer, database: asyncpg.Connection) -> None:
    written = await database.fetchval(
        "SELECT count(*) FROM jobs WHERE kind = 'expire_carts' AND dedupe_key LIKE '%:3600:%'"
    )
    assert written >= 1
