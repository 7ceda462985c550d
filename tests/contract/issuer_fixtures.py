"""The local issuer of the contract tests: one program for the run, put right before every test."""

from collections.abc import AsyncIterator

import pytest

from adapters.outbound.oidc.issuer_keys import IssuerKeys
from adapters.outbound.oidc.issuer_tokens import IssuerTokens
from tests.contract.issuers import LocalIssuer
from tests.contract.started_simulator import StartedSimulator, started


@pytest.fixture(scope="session")
async def identity_simulator(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[StartedSimulator]:
    async with started("simulators.identity", tmp_path_factory.mktemp("identity")) as simulator:
        yield simulator


@pytest.fixture
async def issuer(identity_simulator: StartedSimulator) -> LocalIssuer:
    local = LocalIssuer(identity_simulator)
    await local.reset()
    return local


@pytest.fixture
async def keys(issuer: LocalIssuer) -> AsyncIterator[IssuerKeys]:
    keys = issuer.keys()
    yield keys
    await keys.aclose()


@pytest.fixture
def tokens(issuer: LocalIssuer, keys: IssuerKeys) -> IssuerTokens:
    return issuer.tokens(keys)
