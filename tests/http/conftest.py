"""Buyers of the shop that runs for the whole session, and eyes in its database."""

from collections.abc import AsyncIterator
from functools import partial

import asyncpg
import httpx
import pytest

from adapters.inbound.demo.picture import painted_picture
from adapters.inbound.supervisor.stack import Stack
from tests.http.buyer import Buyer, new_buyer
from tests.http.problems import SECRETS, check_answer


@pytest.fixture
async def http(stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    """Speaks to the shop; whatever it answers in whatever test must keep to problems.py."""
    check = partial(check_answer, secrets=tuple(stack.environment[name] for name in SECRETS))

    async def read_and_check(answer: httpx.Response) -> None:
        await answer.aread()
        check(answer)

    async with httpx.AsyncClient(
        base_url=stack.environment["PUBLIC_BASE_URL"],
        timeout=20.0,
        trust_env=False,
        event_hooks={"response": [read_and_check]},
    ) as http:
        yield http


@pytest.fixture
async def outside() -> AsyncIterator[httpx.AsyncClient]:
    """Speaks to the simulators, whose answers are theirs."""
    async with httpx.AsyncClient(timeout=20.0, trust_env=False) as http:
        yield http


@pytest.fixture
async def database(stack: Stack) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(stack.environment["DATABASE_URL"])
    yield connection
    await connection.close()


@pytest.fixture(scope="session")
def picture() -> bytes:
    """Just enough for the smallest frame."""
    return painted_picture(1000, 800)


@pytest.fixture
async def buyer(http: httpx.AsyncClient) -> Buyer:
    return await new_buyer(http)


@pytest.fixture
async def stranger(http: httpx.AsyncClient) -> Buyer:
    return await new_buyer(http)


@pytest.fixture
async def image_id(buyer: Buyer, picture: bytes) -> str:
    answer = await buyer.upload(picture)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


@pytest.fixture
async def product_id(buyer: Buyer, image_id: str) -> str:
    answer = await buyer.make_product(image_id)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


@pytest.fixture
async def line_id(buyer: Buyer, product_id: str) -> str:
    """With this a buyer's cart holds two pieces of one product."""
    answer = await buyer.add(product_id, 2)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["items"][0]["id"])
