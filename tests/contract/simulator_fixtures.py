"""The simulators of the contract tests: started once for the run, working again for every test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.outbound.prodigi.print_lab import ProdigiPrintLab
from tests.contract.payment_providers import STRIPE_API_KEY, AtStripe, stripe_gateway
from tests.contract.print_labs import PRODIGI_API_KEY, AtProdigi, prodigi_client
from tests.contract.started_simulator import StartedSimulator, started


@pytest.fixture(scope="session")
async def stripe_simulator(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[StartedSimulator]:
    directory: Path = tmp_path_factory.mktemp("stripe")
    async with started("simulators.stripe", directory, "--api-key", STRIPE_API_KEY) as simulator:
        yield simulator


@pytest.fixture(scope="session")
async def prodigi_simulator(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[StartedSimulator]:
    directory: Path = tmp_path_factory.mktemp("prodigi")
    # So slow that orders move only when a test says so.
    options = ("--api-key", PRODIGI_API_KEY, "--rate-limit", "0", "--time-factor", "0.0001")
    async with started("simulators.prodigi", directory, *options) as simulator:
        yield simulator


@pytest.fixture
async def stripe(stripe_simulator: StartedSimulator) -> AsyncIterator[AtStripe]:
    gateway = stripe_gateway(stripe_simulator.base_url)
    yield AtStripe(gateway, stripe_simulator)
    await stripe_simulator.work_again()
    await gateway.aclose()


@pytest.fixture
async def prodigi(prodigi_simulator: StartedSimulator) -> AsyncIterator[AtProdigi]:
    client = prodigi_client(prodigi_simulator)
    yield AtProdigi(ProdigiPrintLab(client), prodigi_simulator)
    await prodigi_simulator.work_again()
    await prodigi_simulator.control("PUT", "next-orders", [])
    await client.aclose()
