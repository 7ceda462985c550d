"""Merging takes few SQL round trips, counted on the wire, however full the carts are."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.tokens.access_tokens import SignedAccessTokens
from adapters.outbound.tokens.guest_tokens import SignedGuestTokens
from adapters.outbound.tokens.signed_claims import SignedClaims
from adapters.settings import Settings
from benchmarks.counting import REPEATS, round_trips_of
from benchmarks.load import Call
from domain.identity.caller import Caller, Role
from domain.identity.owner import Owner
from tests.contract.merging_counter import Counter
from tests.contract.persistence import InPostgres
from tests.contract.sample_goods import SMALL, a_picture

MERGE_MAX = 9
# Claiming the key and keeping the answer.
WITH_KEY_MAX = MERGE_MAX + 2
LIFETIME = timedelta(hours=1)


@pytest.fixture(scope="module")
async def settings(servers: dict[str, str], postgres_engine: object) -> Settings:
    """`postgres_engine` is what migrates the database."""
    return Settings.from_environment(servers)


async def guests_of_one_user(engine: AsyncEngine, lines: int, guests: int) -> Counter:
    """The user's cart and each guest's hold so many lines; every other is the same thing."""
    counter = Counter(InPostgres(engine))
    pictures = [a_picture(counter.user.id) for _ in range(lines)]

    async def fill(owner: Owner, shift: int) -> None:
        wanted = pictures[: lines // 2] + [a_picture(owner.id) for _ in range(lines - lines // 2)]
        products = [await counter.frame_picture(owner, each, SMALL) for each in wanted]
        await counter.fill(owner, {product.id: 1 + shift for product in products})

    await fill(counter.user, 0)
    for _ in range(guests):
        counter.guests.append(Owner(uuid4()))
        await fill(counter.guests[-1], 1)
    return counter


def merges(settings: Settings, counter: Counter, *, keyed: bool = False) -> Callable[[int], Call]:
    signed = SignedClaims(settings.token_secret, settings.token_issuer)
    now = datetime.now(UTC)
    caller = Caller(owner=counter.user, role=Role.CUSTOMER)
    access = SignedAccessTokens(signed, LIFETIME).issue(caller, uuid4(), now)
    guests = SignedGuestTokens(signed, LIFETIME)

    def make(serial: int) -> Call:
        token = guests.issue(counter.guests.pop(), now).token
        key = {"Idempotency-Key": f"merge-{serial}"} if keyed else {}
        return Call(
            method="POST",
            path="/api/cart/merge",
            headers={
                "Authorization": f"Bearer {access.token}",
                "Content-Type": "application/json",
                **key,
            },
            body=msgspec.json.encode({"guestToken": token, "strategy": "sum"}),
        )

    return make


@pytest.mark.parametrize("lines", [1, 50])
async def test_a_merge_takes_few_round_trips_for_carts_of_any_size(
    settings: Settings, postgres_engine: AsyncEngine, lines: int
) -> None:
    counter, other = await asyncio.gather(
        guests_of_one_user(postgres_engine, lines, REPEATS + 1),
        guests_of_one_user(postgres_engine, lines, REPEATS + 1),
    )
    roomy = msgspec.structs.replace(settings, cart_lines_max=500)
    taken = await round_trips_of(
        roomy,
        {"merge": merges(roomy, counter), "keyed": merges(roomy, other, keyed=True)},
    )
    assert taken["merge"] <= MERGE_MAX, taken
    assert taken["keyed"] <= WITH_KEY_MAX, taken
