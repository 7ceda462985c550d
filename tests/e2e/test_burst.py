"""Ten thousand webhooks at once: all are taken in, all are dealt with, and memory stays flat."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx
import pytest

from adapters.inbound.demo.answers import Checkout
from adapters.inbound.supervisor.stack import Stack, running_stack
from tests.e2e.burst import Burst, about_nobody, about_refund, about_session
from tests.e2e.resident import resident_mb
from tests.e2e.shopper import Shopper, faults, new_shopper
from tests.e2e.stripe_events import completion, signed
from tests.http.faults import seen
from tests.running_shop import TIME_FACTOR

EVENTS, REPEATS = 10_000, 200
SHOPPERS, COMPLETED_EACH, REFUNDS_EACH = 6, 10, 50
CONNECTIONS = 64
SETTLED_IN = 2_000
GROWTH_MAX_MB = 30.0
# Four times what it takes on two free cores; a machine that does other work as well is slower.
DEADLINE_S = 300.0
SEED = 4
PROCESSES = ("api", "worker", "relay")
# The lab would refuse so many prints in a minute, and that is not what is looked at here.
LAB_UNHURRIED = {"PRODIGI_CALLS_MAX": "1000000", "PRODIGI_CALLS_ALONE": "1000000"}
NOT_TOLD = {"webhook": "drop"}


@dataclass(frozen=True, slots=True)
class Books:
    """What the shop's own database says."""

    database: asyncpg.Connection

    async def done(self) -> int:
        """Events that were dealt with."""
        return int(
            await self.database.fetchval(
                "SELECT count(*) FROM jobs WHERE kind = 'handle_stripe_event' AND state = 'done'"
            )
        )

    async def taken_in(self, ids: list[str]) -> int:
        """How many of these are in the inbox, and have a job that is done."""
        return int(
            await self.database.fetchval(
                "SELECT count(*) FROM inbox JOIN jobs ON dedupe_key = 'stripe:' || event_id"
                " WHERE provider = 'stripe' AND state = 'done' AND event_id = ANY($1)",
                ids,
            )
        )

    async def not_done(self) -> list[tuple[str, str, int]]:
        """Jobs of any kind that are due, under way or given up."""
        rows = await self.database.fetch(
            "SELECT kind, state, count(*) FROM jobs WHERE state <> 'done' GROUP BY 1, 2"
        )
        return [tuple(row) for row in rows]


@pytest.fixture
async def fresh(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """A shop as it comes and of its own, so that what it holds in memory is the burst's alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PRODIGI_SIM_RATE_LIMIT", "0")
        data_dir = tmp_path_factory.mktemp("burst")
        async with running_stack(
            data_dir, environment=LAB_UNHURRIED, time_factor=TIME_FACTOR
        ) as stack:
            yield stack


@pytest.fixture
async def http(fresh: Stack) -> AsyncIterator[httpx.AsyncClient]:
    base_url = fresh.environment["PUBLIC_BASE_URL"]
    async with httpx.AsyncClient(base_url=base_url, timeout=20.0, trust_env=False) as client:
        yield client


@pytest.fixture
async def books(fresh: Stack) -> AsyncIterator[Books]:
    database = await asyncpg.connect(fresh.environment["DATABASE_URL"])
    yield Books(database)
    await database.close()


async def paid_in_silence(
    shop: Stack, http: httpx.AsyncClient, picture: bytes
) -> tuple[list[tuple[Shopper, Checkout]], list[dict[str, Any]]]:
    """Shoppers who have paid, and the events that Stripe has made and not sent."""
    paid, events = [], []
    async with faults(http, shop.environment["STRIPE_API_BASE"], NOT_TOLD):
        for _ in range(SHOPPERS):
            shopper = new_shopper(http, shop)
            checkout = await shopper.check_out_two_prints(picture)
            await shopper.pay(checkout)
            events.append(await completion(http, shop, checkout))
            paid.append((shopper, checkout))
    return paid, events


def memory_mb(shop: Stack) -> dict[str, float]:
    return {name: round(resident_mb(shop.pids[name]), 1) for name in PROCESSES}


async def session_reads(shop: Stack, http: httpx.AsyncClient) -> int:
    address = f"{shop.environment['STRIPE_API_BASE']}/_control/requests"
    asked = (await http.get(address, params={"method": "GET"})).raise_for_status().json()
    return sum("/v1/checkout/sessions/" in each["path"] for each in asked["requests"])


async def test_ten_thousand_events_at_once_are_all_dealt_with_in_flat_memory(
    fresh: Stack, http: httpx.AsyncClient, books: Books, picture: bytes
) -> None:
    async with asyncio.timeout(DEADLINE_S):
        paid, completed = await paid_in_silence(fresh, http, picture)
        events = [each for event in completed for each in about_session(event, COMPLETED_EACH)]
        events += [each for event in completed for each in about_refund(event, REFUNDS_EACH)]
        events += about_nobody(EVENTS - len(events))
        ids = [event["id"] for event in events]
        assert len(set(ids)) == EVENTS
        burst = Burst(events=[*events, *events[:REPEATS]], sign=lambda body: signed(body, fresh))

        at_start = memory_mb(fresh)
        sending = asyncio.create_task(
            burst.send(fresh.environment["PUBLIC_BASE_URL"], connections=CONNECTIONS, seed=SEED)
        )
        await seen(books.done, lambda done: done >= SETTLED_IN, DEADLINE_S)
        settled = memory_mb(fresh)
        await sending
        assert burst.answered == EVENTS + REPEATS
        await seen(lambda: books.taken_in(ids), lambda done: done == EVENTS, DEADLINE_S)
        at_end = memory_mb(fresh)

        for shopper, checkout in paid:
            await shopper.expect_everything_once(await shopper.delivered(checkout))
        # Nothing was given up, and nothing is left to do.
        await seen(books.not_done, lambda left: not left, DEADLINE_S)

    told = f"{burst.seconds:.0f} s, {burst.put_off} put off; {at_start} {settled} {at_end} MB"
    assert all(at_end[name] - settled[name] < GROWTH_MAX_MB for name in PROCESSES), told
    # Only what tells of a session has it looked up, however many events there are of all kinds.
    assert await session_reads(fresh, http) <= 2 * SHOPPERS * COMPLETED_EACH
