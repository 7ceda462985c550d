"""A shopper in the shop that runs for the whole session (tests/running_shop.py)."""

from collections.abc import AsyncIterator

import httpx
import pytest

from adapters.inbound.demo.picture import painted_picture
from adapters.inbound.supervisor.stack import Stack
from tests.e2e.shopper import Shopper, new_shopper

CONNECTIONS_MAX = 120


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
