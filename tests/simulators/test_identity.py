"""The local issuer: its keys outlive it, and its control interface refuses what it cannot do."""

from pathlib import Path

import httpx
import jwt
import pytest

from tests.contract.issuers import JWKS, LocalIssuer
from tests.contract.started_simulator import StartedSimulator, started

pytest_plugins = ["tests.contract.issuer_fixtures"]


async def published(simulator: StartedSimulator) -> dict[str, jwt.PyJWK]:
    answer = await simulator.http.get(simulator.base_url + JWKS)
    return {str(key.key_id): key for key in jwt.PyJWKSet.from_dict(answer.json()).keys}


async def test_tokens_stay_good_when_the_issuer_starts_again(tmp_path: Path) -> None:
    async with started("simulators.identity", tmp_path) as simulator:
        token = await LocalIssuer(simulator).mint(claims={"sub": "ada"})
    async with started("simulators.identity", tmp_path) as simulator:
        keys = await published(simulator)
    key = keys[jwt.get_unverified_header(token)["kid"]]
    claims = jwt.decode(token, key, audience="authenticated")
    assert claims["sub"] == "ada"


async def test_only_what_is_kept_is_published_after_a_rotation(tmp_path: Path) -> None:
    async with started("simulators.identity", tmp_path) as simulator:
        issuer = LocalIssuer(simulator)
        first = set(await published(simulator))
        second = await issuer.rotate(alg="RS256", keepOld=True)
        assert set(await published(simulator)) == first | {second}
        third = await issuer.rotate()
        assert set(await published(simulator)) == {third}
        # What is not published any more can still sign, as a thief of the key could.
        assert jwt.get_unverified_header(await issuer.mint(key=second))["kid"] == second


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("tokens", {"key": "nobody"}),
        ("tokens", {"claim": {}}),
        ("keys/rotate", {"keep": True}),
        ("documents", {"answer": "poetry"}),
        ("documents", []),
    ],
)
async def test_the_control_interface_refuses_what_it_cannot_do(
    identity_simulator: StartedSimulator, path: str, body: object
) -> None:
    method = "PUT" if path == "documents" else "POST"
    with pytest.raises(httpx.HTTPStatusError, match="400"):
        await identity_simulator.control(method, path, body)
