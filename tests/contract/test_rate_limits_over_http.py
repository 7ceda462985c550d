"""The whole application refuses who asks too often, says so politely, and lets all others be."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx

import bootstrap
from adapters.inbound.http.problem import MEDIA_TYPE
from adapters.settings import Settings

PROXY = "10.0.0.1"
TIGHT = {
    "RATE_LIMIT_BROWSE": "1/1000+3",
    "RATE_LIMIT_GUEST": "1/1000+2",
    "RATE_LIMIT_WEBHOOK": "1/1000+2",
    "RATE_LIMIT_OPERATE": "off",
    "RATE_LIMIT_TIMEOUT_S": "10",
    "TRUSTED_PROXIES": "10.0.0.0/8",
}
Clients = Callable[[str], httpx.AsyncClient]


@asynccontextmanager
async def shop(servers: Mapping[str, str], **more: str) -> AsyncIterator[Clients]:
    """Opens clients that call from the address they are given; `more` are settings."""
    # Every shop has counters of its own, because they are hashed with this secret.
    settings = {
        **servers,
        **TIGHT,
        "TOKEN_SECRET": f"a secret of the tests {uuid4()}",
        **more,
    }
    app: Any = bootstrap.build_http(Settings.from_environment(settings))

    def calling_from(address: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app=app, client=(address, 50_123))
        return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")

    async with app.lifespan():
        yield calling_from


async def statuses(client: httpx.AsyncClient, times: int, **request: Any) -> list[int]:
    return [(await client.request(**request)).status_code for _ in range(times)]


async def as_guest(client: httpx.AsyncClient) -> dict[str, str]:
    answer = (await client.post("/api/auth/guest")).json()
    return {"Authorization": f"Bearer {answer['token']}"}


NEW_GUEST: dict[str, Any] = {"method": "POST", "url": "/api/auth/guest"}
ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "townOrCity": "London",
    "postalOrZipCode": "SW1Y 4JH",
    "countryCode": "GB",
}
# Asks for a token, and needs no database to answer.
CHECK: dict[str, Any] = {"method": "POST", "url": "/api/addresses/validate", "json": ADDRESS}
ADA, BOB = "203.0.113.7", "203.0.113.8"


async def test_the_refusal_says_when_to_come_back(servers: dict[str, str]) -> None:
    async with shop(servers) as calling_from:
        ada = calling_from(ADA)
        assert await statuses(ada, 2, **NEW_GUEST) == [201, 201]
        refused = await ada.request(**NEW_GUEST)
    assert refused.status_code == 429
    assert refused.headers["content-type"].startswith(MEDIA_TYPE)
    assert 900 < int(refused.headers["Retry-After"]) <= 1000
    problem = refused.json()
    assert problem["code"] == "rate_limited"
    assert problem["shouldRetry"] is True
    assert problem["userMessage"]["retryAfterSeconds"] == int(refused.headers["Retry-After"])


async def test_somebody_elsewhere_is_not_kept_waiting(servers: dict[str, str]) -> None:
    async with shop(servers) as calling_from:
        assert await statuses(calling_from(ADA), 3, **NEW_GUEST) == [201, 201, 429]
        assert await statuses(calling_from(BOB), 2, **NEW_GUEST) == [201, 201]


async def test_a_token_is_counted_wherever_its_owner_goes(servers: dict[str, str]) -> None:
    async with shop(servers) as calling_from:
        home = calling_from(ADA)
        ada, housemate = await as_guest(home), await as_guest(home)
        assert await statuses(home, 2, **CHECK, headers=ada) == [200, 200]
        assert await statuses(calling_from(BOB), 2, **CHECK, headers=ada) == [200, 429]
        assert await statuses(home, 1, **CHECK, headers=housemate) == [200]


async def test_a_header_of_whoever_is_no_proxy_changes_nothing(servers: dict[str, str]) -> None:
    async with shop(servers) as calling_from:
        ada = calling_from(ADA)
        pretending = [{"X-Forwarded-For": f"192.0.2.{number}"} for number in range(3)]
        seen = [await statuses(ada, 1, **NEW_GUEST, headers=each) for each in pretending]
        assert seen == [[201], [201], [429]]


async def test_behind_a_proxy_each_buyer_counts_alone(servers: dict[str, str]) -> None:
    async with shop(servers) as calling_from:
        proxy = calling_from(PROXY)
        for buyer in (ADA, BOB):
            # The first of the two was made up by the buyer.
            headers = [("X-Forwarded-For", "192.0.2.1"), ("X-Forwarded-For", buyer)]
            assert await statuses(proxy, 3, **NEW_GUEST, headers=headers) == [201, 201, 429]


async def test_webhooks_are_counted_before_they_are_read(servers: dict[str, str]) -> None:
    async with shop(servers) as calling_from:
        event: dict[str, Any] = {"method": "POST", "url": "/api/webhooks/stripe", "content": b"{}"}
        assert await statuses(calling_from(ADA), 3, **event) == [400, 400, 429]


async def test_a_class_that_is_off_is_not_counted(servers: dict[str, str]) -> None:
    async with shop(servers) as calling_from:
        alive: dict[str, Any] = {"method": "GET", "url": "/health/live"}
        assert await statuses(calling_from(ADA), 10, **alive) == [200] * 10


async def test_while_nobody_can_count_the_shop_is_open(servers: dict[str, str]) -> None:
    async with shop({**servers, "CACHE_URL": "redis://127.0.0.1:1/0"}) as calling_from:
        ada = calling_from(ADA)
        assert await statuses(ada, 5, **NEW_GUEST) == [201] * 5
        assert await statuses(ada, 5, **CHECK, headers=await as_guest(ada)) == [200] * 5


async def test_while_nobody_can_count_nobody_guesses(servers: dict[str, str]) -> None:
    async with shop({**servers, "CACHE_URL": "redis://127.0.0.1:1/0"}) as calling_from:
        mail = {"email": "ada@example.com"}
        refused = await calling_from(ADA).post("/api/auth/forgot", json=mail)
    assert refused.status_code == 503
    assert refused.json()["code"] == "login_unavailable"
    assert refused.json()["shouldRetry"] is True
    assert int(refused.headers["Retry-After"]) >= 1
