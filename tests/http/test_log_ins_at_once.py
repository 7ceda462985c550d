"""However many log in at the same moment with the same guest's cart, each line is there once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import asyncpg
import httpx
import pytest

from adapters.inbound.demo.picture import painted_picture
from tests.http.buyer import Buyer, new_buyer
from tests.http.customer import PASSWORD, Customer, log_in, new_customer
from tests.http.filling import filled
from tests.http.merging import counted, with_product

AT_ONCE = 20
SUM = {"strategy": "sum"}
WHOLLY_SENT = "http11.send_request_body.complete"


@pytest.fixture
async def customer(http: httpx.AsyncClient, database: asyncpg.Connection) -> Customer:
    return await new_customer(http, database)


@pytest.fixture
async def other(http: httpx.AsyncClient, database: asyncpg.Connection) -> Customer:
    return await new_customer(http, database)


@pytest.fixture
async def line(http: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    """A connection of its own for each request, so that one that is cut disturbs no other."""
    alone = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(
        base_url=http.base_url, timeout=20.0, trust_env=False, limits=alone
    ) as line:
        yield line


async def bring(http: httpx.AsyncClient, customer: Customer, guest: Buyer) -> dict[str, Any]:
    """What a log-in that must be let in tells of the merge."""
    answer = await log_in(http, customer.email, guestToken=guest.token, merge=SUM)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()["merge"]
    return told


async def hang_up(line: httpx.AsyncClient, customer: Customer, guest: Buyer) -> None:
    """Asks for the same, and is gone as soon as the request is on its way."""
    sent = asyncio.Event()

    async def trace(event: str, _: dict[str, Any]) -> None:
        if event == WHOLLY_SENT:
            sent.set()

    body = {"email": customer.email, "password": PASSWORD}
    asking = asyncio.create_task(
        line.post(
            "/api/auth/login",
            json={**body, "guestToken": guest.token, "merge": SUM},
            extensions={"trace": trace},
        )
    )
    async with asyncio.timeout(20.0):
        await sent.wait()
    asking.cancel()
    with suppress(asyncio.CancelledError):
        await asking


async def merges_of(database: asyncpg.Connection, *customers: Customer) -> int:
    found = await database.fetchval(
        "SELECT count(*) FROM cart_merges WHERE user_id::text = ANY($1::text[])",
        [customer.user_id for customer in customers],
    )
    return int(found)


def one_merge(told: list[dict[str, Any]]) -> None:
    assert Counter(each["status"] for each in told) == {
        "merged": 1,
        "already_merged": len(told) - 1,
    }
    assert len({each["report"]["mergeId"] for each in told}) == 1


@pytest.mark.parametrize("lines", [1, 65])
async def test_twenty_log_ins_at_once_bring_each_line_once(
    http: httpx.AsyncClient,
    database: asyncpg.Connection,
    buyer: Buyer,
    customer: Customer,
    lines: int,
) -> None:
    guests = await filled(buyer, lines)
    mine = await with_product(customer, painted_picture(1100, 800), 2)
    told = await asyncio.gather(*(bring(http, customer, buyer) for _ in range(AT_ONCE)))
    one_merge(told)
    cart = await customer.cart()
    assert counted(cart) == {mine: 2, **guests}
    assert len(cart["items"]) == lines + 1
    assert (await buyer.cart())["items"] == []
    assert await merges_of(database, customer) == 1
    assert (await customer.ask("GET", "/api/cart/health")).json()["ok"]


async def test_two_users_with_two_guests_crosswise_lose_and_double_nothing(
    http: httpx.AsyncClient,
    database: asyncpg.Connection,
    buyer: Buyer,
    stranger: Buyer,
    customer: Customer,
    other: Customer,
) -> None:
    brought = {
        buyer.token: await filled(buyer, 3),
        stranger.token: await filled(stranger, 3, width_px=1100),
    }
    pairs = [(user, guest) for user in (customer, other) for guest in (buyer, stranger)]
    told = await asyncio.gather(
        *(bring(http, user, guest) for _ in range(AT_ONCE // len(pairs)) for user, guest in pairs)
    )
    statuses = Counter(each["status"] for each in told)
    assert statuses.keys() <= {"merged", "already_merged", "nothing_to_merge"}
    assert statuses["merged"] == len(brought) == await merges_of(database, customer, other)
    carts = [counted(await user.cart()) for user in (customer, other)]
    for guests in brought.values():
        # All lines of one guest went to the same user, who was the first to ask.
        assert sum(guests.items() <= cart.items() for cart in carts) == 1
    assert sum(map(len, carts)) == sum(map(len, brought.values()))


@pytest.mark.parametrize("lines", [1, 65])
async def test_on_a_line_that_breaks_each_line_is_there_once(
    http: httpx.AsyncClient,
    line: httpx.AsyncClient,
    database: asyncpg.Connection,
    buyer: Buyer,
    customer: Customer,
    lines: int,
) -> None:
    """Half of the requests are cut in flight, and each of these buyers then asks again."""
    guests = await filled(buyer, lines)

    async def cut_and_asked_again() -> dict[str, Any]:
        await hang_up(line, customer, buyer)
        return await bring(http, customer, buyer)

    half = AT_ONCE // 2
    told = await asyncio.gather(
        *(cut_and_asked_again() for _ in range(half)),
        *(bring(http, customer, buyer) for _ in range(half)),
    )
    # The answer that said `merged` may be the one that nobody was there to hear.
    assert {each["status"] for each in told} <= {"merged", "already_merged"}
    assert len({each["report"]["mergeId"] for each in told}) == 1
    assert await merges_of(database, customer) == 1
    assert counted(await customer.cart()) == guests


async def test_whoever_heard_nothing_at_all_asks_again_and_has_each_line_once(
    http: httpx.AsyncClient,
    line: httpx.AsyncClient,
    database: asyncpg.Connection,
    buyer: Buyer,
    customer: Customer,
) -> None:
    guests = await filled(buyer, 3)
    await asyncio.gather(*(hang_up(line, customer, buyer) for _ in range(AT_ONCE)))
    told = await bring(http, customer, buyer)
    assert told["status"] in {"merged", "already_merged"}
    assert await merges_of(database, customer) == 1
    assert counted(await customer.cart()) == guests


async def test_two_devices_with_a_guest_each_bring_both_carts_once(
    http: httpx.AsyncClient, buyer: Buyer, customer: Customer
) -> None:
    tablet = await new_buyer(http)
    first = await filled(buyer, 2)
    second = await filled(tablet, 2, width_px=1100)
    told = await asyncio.gather(
        *(bring(http, customer, guest) for _ in range(AT_ONCE // 2) for guest in (buyer, tablet))
    )
    one_merge(told[0::2])
    one_merge(told[1::2])
    assert counted(await customer.cart()) == {**first, **second}
