"""How long a refused log-in takes does not tell whether there is such an account."""

import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx
import pytest
from dependency_injector import providers

import bootstrap
from adapters.inbound.supervisor.stack import Stack
from adapters.outbound.passwords.argon2_passwords import Argon2Passwords
from adapters.settings import Settings
from application.identity.ports import Passwords
from composition.outside import Outside
from tests.http.customer import log_in, sign_up
from tests.http.problems import problem
from tests.http.signing_up import an_address
from tests.http.signing_up import sign_up as ask_to_sign_up
from tests.http.unequal_times import Times, seeded, spread, tell_apart

TRIES = 200
# A leak that matters is seen in fewer.
TRIES_WITH_A_LEAK = 100
# A hash takes no longer than all the rest of a log-in: what either of them tells can be seen.
CHEAP: dict[str, Any] = {"memory_kib": 8192, "passes": 1, "lanes": 1}
SETTINGS = {f"PASSWORD_HASH_{name.upper()}": str(value) for name, value in CHEAP.items()}


@dataclass(frozen=True, slots=True)
class Hurried:
    """Passwords as many a shop checks them: `strangers` is what those without an account get."""

    careful: Passwords
    strangers: Passwords | None

    async def hash(self, password: str) -> str:
        return await self.careful.hash(password)

    async def verify(self, password: str, password_hash: str | None) -> bool:
        if password_hash is not None:
            return await self.careful.verify(password, password_hash)
        return self.strangers is not None and await self.strangers.verify(password, None)

    def needs_rehash(self, password_hash: str) -> bool:
        return self.careful.needs_rehash(password_hash)


def argon2(**changes: Any) -> Argon2Passwords:
    return Argon2Passwords(**{**CHEAP, "hashes_at_once": 2, "wait_s": 5.0, **changes})


@asynccontextmanager
async def shop(stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    """Speaks to a shop in this process, without a network that would add its own noise."""
    given = {name: value for name, value in stack.environment.items() if name not in SETTINGS}
    app: Any = bootstrap.build_http(Settings.from_environment({**given, **SETTINGS}))
    transport = httpx.ASGITransport(app=app)
    async with (
        app.lifespan(),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http,
    ):
        yield http


async def timed(http: httpx.AsyncClient, database: asyncpg.Connection, tries: int) -> Times:
    """Seconds of each try, by what is known of the address; each round in an order by chance."""
    known, unconfirmed = await sign_up(http, database), an_address()
    assert (await ask_to_sign_up(http, unconfirmed)).status_code == 202
    took: dict[str, list[float]] = {"known": [], "unknown": [], "unconfirmed": []}
    draw = seeded(tries)
    for _ in range(tries):
        for kind in draw.sample(list(took), len(took)):
            email = {"known": known, "unconfirmed": unconfirmed}.get(kind) or an_address()
            began = time.perf_counter()
            answer = await log_in(http, email, "not the password")
            took[kind].append(time.perf_counter() - began)
            problem(answer, 401, "login_failed")
    return took


def told(times: Times) -> str:
    medians = ", ".join(
        f"{kind} {statistics.median(each) * 1000:.2f} ms" for kind, each in times.items()
    )
    return f"{medians}; spread {spread(times) * 1000:.3f} ms"


async def test_the_median_time_does_not_tell_what_is_known_of_an_address(
    stack: Stack, database: asyncpg.Connection
) -> None:
    async with shop(stack) as http:
        times = await timed(http, database, TRIES)
    assert not tell_apart(times, seeded(1)), told(times)


@pytest.mark.parametrize(
    "strangers",
    [None, argon2(memory_kib=1024)],
    ids=["no hash for strangers", "a cheaper hash for strangers"],
)
async def test_a_log_in_that_hurries_for_strangers_would_be_found_out(
    stack: Stack, database: asyncpg.Connection, strangers: Passwords | None
) -> None:
    """Proves that the test above looks closely enough."""
    leaking = providers.Object(Hurried(argon2(), strangers))
    with Outside.passwords.override(leaking):
        async with shop(stack) as http:
            times = await timed(http, database, TRIES_WITH_A_LEAK)
    assert tell_apart(times, seeded(1)), told(times)


def test_times_that_differ_by_chance_alone_tell_nothing() -> None:
    """A hundred measurements of one and the same thing, with the long tail that waiting has."""
    draw = seeded(7)
    found = 0
    for _ in range(100):
        same = {
            kind: [0.010 + draw.expovariate(100.0) for _ in range(TRIES)] for kind in ("a", "b")
        }
        found += tell_apart(same, draw)
    assert found == 0
