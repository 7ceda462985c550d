"""What an issuer's token must be to count here, and every known way to forge one."""

import base64
import json
from typing import Any

import pytest

from adapters.outbound.oidc.issuer_tokens import IssuerTokens
from application.shared.outcomes import Unavailable
from domain.identity.refusals import TokenInvalid
from tests.contract.issuers import LocalIssuer, now

pytest_plugins = ["tests.contract.issuer_fixtures"]


async def refused(tokens: IssuerTokens, token: str) -> None:
    with pytest.raises(TokenInvalid):
        await tokens.read(token, now())


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
async def test_both_kinds_of_keys_are_taken(
    issuer: LocalIssuer, tokens: IssuerTokens, algorithm: str
) -> None:
    await issuer.rotate(alg=algorithm)
    await tokens.read(await issuer.mint(), now())


@pytest.mark.parametrize("algorithm", ["RS384", "ES384"])
async def test_an_algorithm_that_is_not_listed_is_refused(
    issuer: LocalIssuer, tokens: IssuerTokens, algorithm: str
) -> None:
    await issuer.rotate(alg=algorithm, keepOld=True)
    await refused(tokens, await issuer.mint())


@pytest.mark.parametrize("algorithm", ["HS256", "none", "None", "NONE", "nOnE", ""])
@pytest.mark.parametrize("of_the_key", ["RS256", "ES256"])
async def test_the_public_key_is_never_a_secret_and_no_signature_is_none(
    issuer: LocalIssuer, tokens: IssuerTokens, algorithm: str, of_the_key: str
) -> None:
    await issuer.rotate(alg=of_the_key)
    good = await issuer.mint()
    await tokens.read(good, now())
    if algorithm:
        await refused(tokens, await issuer.mint(alg=algorithm))
    payload, signature = good.split(".")[1:]
    header = base64.urlsafe_b64encode(json.dumps({"alg": algorithm}).encode()).decode()
    await refused(tokens, f"{header.rstrip('=')}.{payload}.{signature}")
    await refused(tokens, f"{header.rstrip('=')}.{payload}.")


def test_nobody_can_allow_a_shared_secret(issuer: LocalIssuer) -> None:
    for algorithms in ((), ("HS256",), ("ES256", "none")):
        with pytest.raises(ValueError, match="public key"):
            issuer.tokens(issuer.keys(), algorithms=algorithms)


async def test_a_shared_secret_that_is_published_is_no_key(
    issuer: LocalIssuer, tokens: IssuerTokens
) -> None:
    secret = {"kty": "oct", "kid": "shared", "alg": "HS256", "k": "c2VjcmV0c2VjcmV0c2VjcmV0"}
    await issuer.publish(extraKeys=[secret])
    await tokens.read(await issuer.mint(), now())
    await refused(tokens, await issuer.mint(alg="HS256", headers={"kid": "shared"}))


async def test_a_key_is_used_only_as_it_says(issuer: LocalIssuer, tokens: IssuerTokens) -> None:
    """A token signed by an EC key that names an RSA key, and the other way round."""
    ec = await issuer.rotate(alg="ES256")
    rsa = await issuer.rotate(alg="RS256", keepOld=True)
    for signs, named in ((ec, rsa), (rsa, ec)):
        await tokens.read(await issuer.mint(key=signs), now())
        await refused(tokens, await issuer.mint(key=signs, headers={"kid": named}))


async def test_a_weak_key_proves_nothing(issuer: LocalIssuer, tokens: IssuerTokens) -> None:
    await issuer.rotate(alg="RS256", bits=1024, keepOld=True)
    await refused(tokens, await issuer.mint())


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"kty": 7},
        {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
        {"kty": "RSA", "n": "not base64 !", "e": "AQAB"},
        {"kty": "RSA", "n": "A" * 100_000, "e": "AQAB"},
        {"kty": "RSA", "n": None, "e": None},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": "P-256"},
        {"kty": "EC", "crv": "P-9999", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43},
        {"kty": "OKP", "crv": "Ed25519", "x": "AA"},
    ],
    ids=lambda key: str(key)[:40],
)
async def test_a_broken_key_does_not_spoil_the_others(
    issuer: LocalIssuer, tokens: IssuerTokens, broken: dict[str, Any]
) -> None:
    await issuer.publish(extraKeys=[{"kid": "broken", **broken}])
    await tokens.read(await issuer.mint(), now())
    await refused(tokens, await issuer.mint(headers={"kid": "broken"}))


async def test_without_a_key_id_the_only_key_is_meant(
    issuer: LocalIssuer, tokens: IssuerTokens
) -> None:
    await issuer.rotate(named=False)
    await tokens.read(await issuer.mint(), now())


async def test_without_a_key_id_nothing_is_guessed(
    issuer: LocalIssuer, tokens: IssuerTokens
) -> None:
    await issuer.rotate(keepOld=True)
    await refused(tokens, await issuer.mint(headers={"kid": None}))


@pytest.mark.parametrize(
    "header", [{"kid": 7}, {"kid": ["a"]}, {"crit": ["exp"]}, {"crit": []}, {"b64": False}], ids=str
)
async def test_headers_that_are_not_understood_are_refused(
    issuer: LocalIssuer, tokens: IssuerTokens, header: dict[str, object]
) -> None:
    await refused(tokens, await issuer.mint(headers=header))


async def test_keys_that_come_with_the_token_are_not_looked_at(
    issuer: LocalIssuer, tokens: IssuerTokens
) -> None:
    told = {"jku": f"{issuer.issuer}/elsewhere/jwks.json", "jwk": {"kty": "EC"}}
    await refused(tokens, await issuer.mint(key="stranger", headers=told))
    assert (await issuer.fetches())["elsewhere"] == 0


async def test_a_key_that_was_withdrawn_ends_its_tokens(
    issuer: LocalIssuer, tokens: IssuerTokens
) -> None:
    """Although each of them was checked before and is remembered."""
    token = await issuer.mint()
    await tokens.read(token, now())
    await issuer.rotate()
    await tokens.read(await issuer.mint(), now())
    await refused(tokens, token)


async def test_garbage_is_refused_and_not_unavailable_while_the_issuer_is_down(
    issuer: LocalIssuer, tokens: IssuerTokens
) -> None:
    good = await issuer.mint()
    await issuer.fail("status_500")
    await refused(tokens, "x")
    await refused(tokens, await issuer.mint(alg="HS256"))
    with pytest.raises(Unavailable):
        await tokens.read(good, now())
