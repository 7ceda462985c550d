"""Only a whole, signed and timely event is taken in, and each only once."""

import asyncio

import asyncpg
import httpx
import pytest

from adapters.inbound.supervisor.stack import Stack
from tests.http.faults import seen
from tests.http.problems import problem
from tests.http.signing import event_body, signed

ROUTE = "/api/webhooks/stripe"
DEADLINE_S = 15.0


@pytest.fixture
def secret(stack: Stack) -> str:
    return stack.environment["STRIPE_WEBHOOK_SECRETS"]


async def stored(database: asyncpg.Connection, event_id: str) -> tuple[int, int]:
    """How many rows the inbox and the to-do list have for it."""
    return (
        await database.fetchval("SELECT count(*) FROM inbox WHERE event_id = $1", event_id),
        await database.fetchval(
            "SELECT count(*) FROM jobs WHERE dedupe_key = $1", f"stripe:{event_id}"
        ),
    )


async def test_a_forged_event_is_refused(
    http: httpx.AsyncClient, database: asyncpg.Connection, secret: str
) -> None:
    event_id, body = event_body()
    good = signed(body, secret)
    forged = [
        signed(body, "whsec_somebody_else"),
        {},
        {"Stripe-Signature": ""},
        {"Stripe-Signature": "t=1"},
        {"Stripe-Signature": good["Stripe-Signature"].replace("v1=", "v0=")},
        {"Stripe-Signature": good["Stripe-Signature"][:-1] + "x"},
        {"Stripe-Signature": "x" * 5000},
    ]
    for headers in forged:
        answer = await http.post(ROUTE, content=body, headers=headers)
        problem(answer, 400, "webhook_signature_invalid")
    changed = body.replace(b"4900", b"4901")
    problem(await http.post(ROUTE, content=changed, headers=good), 400, "webhook_signature_invalid")
    assert await stored(database, event_id) == (0, 0)


@pytest.mark.parametrize("seconds", [-310, 310, -86_400, 86_400])
async def test_an_event_from_another_time_is_refused(
    http: httpx.AsyncClient, database: asyncpg.Connection, secret: str, seconds: int
) -> None:
    event_id, body = event_body()
    answer = await http.post(ROUTE, content=body, headers=signed(body, secret, seconds))
    problem(answer, 400, "webhook_timestamp_outside_tolerance")
    assert await stored(database, event_id) == (0, 0)


async def test_a_replayed_event_is_taken_in_once(
    http: httpx.AsyncClient, database: asyncpg.Connection, secret: str
) -> None:
    event_id, body = event_body("customer.created")
    headers = signed(body, secret)
    answers = await asyncio.gather(
        *(http.post(ROUTE, content=body, headers=headers) for _ in range(20))
    )
    later = await http.post(ROUTE, content=body, headers=signed(body, secret, 5))
    assert {answer.status_code for answer in [*answers, later]} == {200}
    assert await stored(database, event_id) == (1, 1)


async def test_an_event_of_an_unknown_kind_is_recorded(
    http: httpx.AsyncClient, database: asyncpg.Connection, secret: str
) -> None:
    event_id, body = event_body("radar.something.unheard_of")
    answer = await http.post(ROUTE, content=body, headers=signed(body, secret))
    assert answer.status_code == 200
    kept = await database.fetchrow("SELECT type, body FROM inbox WHERE event_id = $1", event_id)
    assert tuple(kept) == ("radar.something.unheard_of", body)
    await seen(
        lambda: database.fetchval(
            "SELECT state FROM jobs WHERE dedupe_key = $1", f"stripe:{event_id}"
        ),
        lambda state: bool(state == "done"),
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b'{"object": "event", "id": 1}',
        b'{"object":"v2.core.event","id":"evt_1","type":"t","livemode":false,"data":{"object":{}}}',
        b'{"a":' * 50_000,
        b"[" * 100_000,
    ],
    ids=lambda body: str(body[:20]),
)
async def test_what_is_signed_but_no_event_is_refused(
    http: httpx.AsyncClient, database: asyncpg.Connection, secret: str, body: bytes
) -> None:
    before = await database.fetchval("SELECT count(*) FROM inbox WHERE body = $1", body)
    problem(
        await http.post(ROUTE, content=body, headers=signed(body, secret)), 400, "webhook_malformed"
    )
    assert await database.fetchval("SELECT count(*) FROM inbox WHERE body = $1", body) == before


async def test_an_oversized_event_is_refused(
    http: httpx.AsyncClient, database: asyncpg.Connection, secret: str
) -> None:
    event_id, body = event_body()
    huge = body + b" " * 1_000_001
    answer = await http.post(ROUTE, content=huge, headers=signed(huge, secret))
    problem(answer, 413, "request_too_large")
    assert await stored(database, event_id) == (0, 0)


async def test_an_event_that_arrives_in_half_is_not_taken_in(
    stack: Stack, http: httpx.AsyncClient, database: asyncpg.Connection, secret: str
) -> None:
    """The half that arrives is itself an event with a good signature, and still only a half."""
    event_id, body = event_body()
    url = httpx.URL(stack.environment["PUBLIC_BASE_URL"])
    lines = [f"POST {ROUTE} HTTP/1.1", f"Host: {url.host}", f"Content-Length: {len(body) * 2}"]
    lines += [f"{name}: {value}" for name, value in signed(body, secret).items()]
    reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.write("\r\n".join([*lines, "", ""]).encode() + body)
    await writer.drain()
    writer.write_eof()
    async with asyncio.timeout(DEADLINE_S):
        said = await reader.read()
    writer.close()
    assert b" 200 " not in said
    assert (await http.get("/health/live")).status_code == 200
    assert await stored(database, event_id) == (0, 0)
    whole = await http.post(ROUTE, content=body, headers=signed(body, secret))
    assert whole.status_code == 200
    assert await stored(database, event_id) == (1, 1)
