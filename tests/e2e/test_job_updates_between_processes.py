"""A worker tells, whichever API process the buyer's socket is open to, with Redis or without."""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapters.inbound.demo.picture import painted_picture
from adapters.inbound.supervisor.stack import Stack, running_stack
from tests.e2e.another_api import another_api
from tests.http.buyer import Buyer, new_buyer
from tests.http.designing import a_draft, finalize
from tests.http.web_socket import page_socket

# Long enough to tell news from looks, short enough for a test to wait for a look.
LOOK_EVERY_S = "2"


@pytest.fixture(scope="module")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """A shop of its own: its Redis is stopped."""
    directory = tmp_path_factory.mktemp("sockets")
    environment = {"UPDATES_LOOK_EVERY_S": LOOK_EVERY_S, "JOB_LEASE_S": "2", "REDIS_TIMEOUT_S": "1"}
    async with running_stack(directory, environment=environment) as stack:
        yield stack


@pytest.fixture
async def buyer(stack: Stack) -> AsyncIterator[Buyer]:
    base_url = stack.environment["PUBLIC_BASE_URL"]
    async with httpx.AsyncClient(base_url=base_url, timeout=30, trust_env=False) as http:
        yield await new_buyer(http)


async def a_final_design(buyer: Buyer, width_px: int) -> dict[str, Any]:
    sent = await buyer.upload(painted_picture(width_px, 1440))
    draft = await a_draft(buyer, sent.json()["id"])
    answer = await finalize(buyer, draft["id"])
    assert answer.status_code == 202, answer.text
    job: dict[str, Any] = answer.json()
    return job


@asynccontextmanager
async def silent(stack: Stack, name: str) -> AsyncIterator[None]:
    stack.kill(name, signal.SIGSTOP)
    try:
        yield
    finally:
        stack.kill(name, signal.SIGCONT)


async def told_of(base_url: str, buyer: Buyer, job: dict[str, Any]) -> list[dict[str, Any]]:
    headers = {"Authorization": f"Bearer {buyer.token}"}
    async with page_socket(base_url, job["updatesPath"], headers) as socket:
        closed = await socket.until_closed()
    assert closed.code == 1000, closed
    return [message["job"] for message in socket.seen if message["type"] == "job"]


async def test_every_process_tells(stack: Stack, buyer: Buyer, tmp_path: Path) -> None:
    async with another_api(stack.environment, tmp_path) as other_url:
        for width_px, base_url in ((1801, stack.environment["PUBLIC_BASE_URL"]), (1802, other_url)):
            told = await told_of(base_url, buyer, await a_final_design(buyer, width_px))
            assert told[-1]["status"] == "completed"
            assert all(one["progress"] <= next_["progress"] for one, next_ in pairwise(told))


async def test_a_silent_redis_makes_it_slower_and_no_worse(stack: Stack, buyer: Buyer) -> None:
    job = await a_final_design(buyer, 1803)
    async with silent(stack, "valkey"):
        told = await told_of(stack.environment["PUBLIC_BASE_URL"], buyer, job)
    assert told[-1]["status"] == "completed"
