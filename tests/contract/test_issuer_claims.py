"""What an issuer's claims say of a user, and how far they are believed."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from adapters.outbound.oidc.issuer_tokens import IssuerTokens
from domain.identity.caller import Role
from domain.identity.refusals import TokenExpired, TokenInvalid
from tests.contract.issuers import LocalIssuer, now

pytest_plugins = ["tests.contract.issuer_fixtures"]


async def refused(tokens: IssuerTokens, token: str) -> None:
    with pytest.raises(TokenInvalid):
        await tokens.read(token, now())


async def test_clocks_may_differ_a_little(issuer: LocalIssuer, tokens: IssuerTokens) -> None:
    at, token = now(), await issuer.mint(lifetime_s=60)
    await tokens.read(token, at + timedelta(seconds=65))
    with pytest.raises(TokenExpired):
        await tokens.read(token, at + timedelta(seconds=75))
    for claim in ("nbf", "iat"):
        soon = await issuer.mint(claims={claim: int(at.timestamp()) + 5})
        later = await issuer.mint(claims={claim: int(at.timestamp()) + 60})
        await tokens.read(soon, at)
        with pytest.raises(TokenInvalid):
            await tokens.read(later, at)
        await tokens.read(later, at + timedelta(seconds=60))


@pytest.mark.parametrize("when", ["soon", [], True, -1e300, 1e300], ids=str)
@pytest.mark.parametrize("claim", ["exp", "nbf", "iat"])
async def test_a_moment_is_a_number(
    issuer: LocalIssuer, tokens: IssuerTokens, claim: str, when: object
) -> None:
    await refused(tokens, await issuer.mint(claims={claim: when}))


async def test_an_audience_may_be_one_of_several(issuer: LocalIssuer, tokens: IssuerTokens) -> None:
    await tokens.read(await issuer.mint(claims={"aud": ["x", "authenticated"]}), now())
    for audience in (["x"], [], "anon", "authenticated ", {"a": 1}):
        await refused(tokens, await issuer.mint(claims={"aud": audience}))


@pytest.mark.parametrize(
    ("metadata", "role"),
    [
        ({"role": "staff"}, Role.STAFF),
        ({"role": "admin"}, Role.ADMIN),
        ({"role": ["customer", "staff"]}, Role.STAFF),
        ({"role": ["staff", "admin"]}, Role.ADMIN),
        ({"role": "service_role"}, Role.CUSTOMER),
        ({"role": "ADMIN"}, Role.CUSTOMER),
        ({"role": "guest"}, Role.CUSTOMER),
        ({"role": {"admin": True}}, Role.CUSTOMER),
        ({"role": [["admin"]]}, Role.CUSTOMER),
        ("admin", Role.CUSTOMER),
        (None, Role.CUSTOMER),
    ],
    ids=str,
)
async def test_only_staff_and_admin_are_more_than_customers(
    issuer: LocalIssuer, tokens: IssuerTokens, metadata: object, role: Role
) -> None:
    claims = {"app_metadata": metadata, "role": "admin", "user_metadata": {"role": "admin"}}
    user = await tokens.read(await issuer.mint(claims=claims), now())
    assert user.caller.role is role


async def test_somebody_without_an_account_there_is_a_guest_here(
    issuer: LocalIssuer, tokens: IssuerTokens
) -> None:
    claims = {"is_anonymous": True, "app_metadata": {"role": "admin"}}
    assert (await tokens.read(await issuer.mint(claims=claims), now())).caller.is_guest


async def test_a_subject_is_never_an_owner_as_it_is(
    issuer: LocalIssuer, tokens: IssuerTokens
) -> None:
    """Or whoever can choose a subject could choose a guest's id."""
    somebody = uuid4()
    user = await tokens.read(await issuer.mint(claims={"sub": str(somebody)}), now())
    assert user.caller.owner.id != somebody
    assert user.caller.owner.id.version == 5
    named = await tokens.read(await issuer.mint(claims={"sub": "auth0|5f7c"}), now())
    assert isinstance(named.caller.owner.id, UUID)
    await refused(tokens, await issuer.mint(claims={"sub": "x" * 256}))


@pytest.mark.parametrize(
    ("claims", "email"),
    [
        ({"email": " Ada@Example.ORG "}, "ada@example.org"),
        ({"email": "ada@example.org", "email_verified": False}, ""),
        ({"email": "ada@example.org", "email_verified": "false"}, ""),
        ({"email": "ada@example.org", "email_verified": "true"}, "ada@example.org"),
        ({"email": "ada"}, ""),
        ({"email": "ada@no-address.invalid"}, ""),
        ({"email": "@"}, ""),
        ({"email": 7}, ""),
        ({}, ""),
    ],
    ids=str,
)
async def test_an_address_counts_when_the_issuer_vouches_for_it(
    issuer: LocalIssuer, tokens: IssuerTokens, claims: dict[str, object], email: str
) -> None:
    assert (await tokens.read(await issuer.mint(claims=claims), now())).email == email
