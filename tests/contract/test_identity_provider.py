"""Whoever vouches for customers: the same is promised of own accounts and of an issuer."""

from datetime import timedelta
from uuid import uuid4

import pytest

from adapters.outbound.guarded.welcomed_identity_provider import WelcomedIdentityProvider
from adapters.outbound.memory.issuer import MemoryIssuer
from adapters.outbound.oidc.issuer_tokens import IssuerTokens
from application.identity.login_ports import Issuer
from domain.identity.caller import Role
from domain.identity.external_user import ExternalUser
from domain.identity.refusals import TokenExpired, TokenInvalid
from tests.contract.identity_providers import (
    Elsewhere,
    InMemory,
    Provider,
    SigningProvider,
    own_accounts,
)
from tests.contract.issuers import LocalIssuer, now

pytest_plugins = ["tests.contract.issuer_fixtures"]


async def no_welcome(_: ExternalUser) -> None:
    """Who somebody is does not depend on a profile."""


def welcomed(issuer: Issuer) -> WelcomedIdentityProvider:
    return WelcomedIdentityProvider(issuer, no_welcome, wait_s=1.0, remembered_max=10)


@pytest.fixture(params=["memory", "own", "issuer"])
def identity(request: pytest.FixtureRequest) -> Provider:
    if request.param == "memory":
        in_memory = MemoryIssuer()
        return InMemory(welcomed(in_memory), in_memory)
    if request.param == "own":
        return own_accounts()
    elsewhere: Elsewhere = request.getfixturevalue("elsewhere")
    return elsewhere


@pytest.fixture(params=["own", "issuer"])
def signing(request: pytest.FixtureRequest) -> SigningProvider:
    if request.param == "own":
        return own_accounts()
    elsewhere: Elsewhere = request.getfixturevalue("elsewhere")
    return elsewhere


@pytest.fixture
def elsewhere(issuer: LocalIssuer, tokens: IssuerTokens) -> Elsewhere:
    return Elsewhere(welcomed(tokens), issuer)


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.STAFF, Role.ADMIN])
async def test_a_token_says_who_it_is_and_in_which_role(identity: Provider, role: Role) -> None:
    person = uuid4()
    caller = await identity.provider.read(await identity.token(person, role), now())
    assert caller.owner.id == identity.owner_id(person)
    assert caller.role is role


async def test_the_same_person_is_the_same_owner_each_time(identity: Provider) -> None:
    person = uuid4()
    found = [
        await identity.provider.read(await identity.token(person, Role.CUSTOMER), now())
        for _ in range(3)
    ]
    other = await identity.provider.read(await identity.token(uuid4(), Role.CUSTOMER), now())
    assert len({caller.owner.id for caller in found}) == 1
    assert other.owner != found[0].owner


async def test_a_token_is_good_until_it_ends_by_the_clock_handed_in(identity: Provider) -> None:
    token = await identity.token(uuid4(), Role.CUSTOMER, lifetime_s=300)
    await identity.provider.read(token, now())
    await identity.provider.read(token, now() + timedelta(seconds=290))
    with pytest.raises(TokenExpired):
        await identity.provider.read(token, now() + timedelta(seconds=320))


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://somebody-else.example"},
        {"iss": None},
        {"aud": "somebody-else"},
        {"aud": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": {"at": 1}},
    ],
    ids=str,
)
async def test_a_token_needs_every_claim_and_the_right_one(
    signing: SigningProvider, changed: dict[str, object]
) -> None:
    await signing.provider.read(await signing.token_with(), now())
    with pytest.raises(TokenInvalid):
        await signing.provider.read(await signing.token_with(**changed), now())


async def test_a_forged_token_is_refused(signing: SigningProvider) -> None:
    with pytest.raises(TokenInvalid):
        await signing.provider.read(await signing.forged(), now())


@pytest.mark.parametrize("cut", [0, 1, 2])
async def test_no_part_of_a_token_can_be_exchanged(signing: SigningProvider, cut: int) -> None:
    one, other = [
        (await signing.token(uuid4(), role)).split(".") for role in (Role.CUSTOMER, Role.ADMIN)
    ]
    mixed = [*one[:cut], "AAAA" if cut == 0 else other[cut], *one[cut + 1 :]]
    with pytest.raises(TokenInvalid):
        await signing.provider.read(".".join(mixed), now())


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "....", "x" * 50_000, "ä.ö.ü", "e30.e30."])
async def test_what_is_no_token_is_refused(identity: Provider, text: str) -> None:
    with pytest.raises(TokenInvalid):
        await identity.provider.read(text, now())
