"""One whole shop for all end-to-end tests, with waiting times that suit a test."""

from collections.abc import AsyncIterator

import httpx
import pytest

from adapters.inbound.demo.picture import painted_picture
from adapters.inbound.supervisor.stack import Stack, running_stack
from tests.e2e.shopper import Shopper, new_shopper

SHORT = {
    "JOB_LEASE_S": "2",
    "JOB_RETRY_FIRST_S": "0.2",
    "JOB_OVERDUE_S": "0.5",
    "JOB_TABLE_POLL_S": "0.3",
    "RELAY_RING_AGAIN_S": "1",
    "SCHEDULE_INTERVAL_S": "0.5",
    "DROPSHIP_POLL_INTERVAL_S": "2",
    "PRODIGI_REQUESTS_PER_WINDOW": "1000",
}
TIME_FACTOR = 300.0
CONNECTIONS_MAX = 120


@pytest.fixture(scope="session")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    with pytest.MonkeyPatch.context() as patch:
        # A dozen orders in a minute are more than the real lab's limit lets one account ask.
        patch.setenv("PRODIGI_SIM_RATE_LIMIT", "0")
        async with running_stack(
            tmp_path_factory.mktemp("shop"), environment=SHORT, time_factor=TIME_FACTOR
        ) as stack:
            yield stack


@pytest.fixture(scope="session")
def picture() -> bytes:
    return painted_picture(1800, 1440)


@pytest.fixture
async def shopper(stack: Stack) -> AsyncIterator[Shopper]:
    async with httpx.AsyncClient(
        base_url=stack.environment["PUBLIC_BASE_URL"],
        timeout=20.0,
        trust_env=False,
        limits=httpx.Limits(max_connections=CONNECTIONS_MAX),
    ) as http:
        yield new_shopper(http, stack)
