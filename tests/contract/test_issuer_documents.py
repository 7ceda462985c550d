"""An issuer's documents: found where it says, in bounded time, of bounded size, and safely."""

import asyncio

import pytest

from adapters.outbound.oidc.issuer_keys import IssuerKeys
from application.shared.outcomes import Unavailable
from tests.contract.issuers import DISCOVERY, JWKS, LocalIssuer, now

pytest_plugins = ["tests.contract.issuer_fixtures"]

PATIENCE_S = 10.0


async def test_with_an_address_of_keys_nothing_is_discovered(issuer: LocalIssuer) -> None:
    keys = issuer.keys(jwks_url=issuer.simulator.base_url + JWKS)
    await issuer.tokens(keys).read(await issuer.mint(), now())
    await keys.aclose()
    assert await issuer.fetches() == {"discovery": 0, "jwks": 1, "elsewhere": 0}


async def test_a_silent_issuer_is_waited_for_only_so_long(issuer: LocalIssuer) -> None:
    await issuer.fail("hang")
    keys = issuer.keys(timeout_s=0.2)
    async with asyncio.timeout(PATIENCE_S):
        with pytest.raises(Unavailable):
            await keys.find("any", "ES256", now())
    await keys.aclose()


@pytest.mark.parametrize("answer", ["huge", "redirect", "empty"])
async def test_keys_are_taken_only_as_they_should_come(
    issuer: LocalIssuer, keys: IssuerKeys, answer: str
) -> None:
    await issuer.publish(answer=answer)
    with pytest.raises(Unavailable):
        await keys.find(None, "ES256", now())
    assert await issuer.fetches() == {"discovery": 1, "jwks": 1, "elsewhere": 0}


@pytest.mark.parametrize(
    "told",
    [
        {"issuer": "https://somebody-else.example"},
        {"jwks_uri": "http://keys.example/jwks.json"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": "https://user:word@keys.example/jwks.json"},
        {"jwks_uri": "//[bad"},
        {"jwks_uri": None},
    ],
    ids=str,
)
async def test_a_configuration_must_be_the_issuers_own_and_safe(
    issuer: LocalIssuer, keys: IssuerKeys, told: dict[str, str | None]
) -> None:
    await issuer.publish(discovery=told)
    with pytest.raises(Unavailable):
        await keys.find(None, "ES256", now())
    assert (await issuer.fetches())["jwks"] == 0


async def test_a_discovery_that_fails_is_an_outage(issuer: LocalIssuer, keys: IssuerKeys) -> None:
    await issuer.fail("status_500", DISCOVERY)
    with pytest.raises(Unavailable):
        await keys.find(None, "ES256", now())
