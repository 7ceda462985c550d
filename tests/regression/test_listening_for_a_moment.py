"""Whoever opened and closed the page of a render quickly left a connection to Redis behind.

The task that hears for all listeners was cancelled with the last of them. While it connected, the
client swallowed the cancellation: the task heard on for ever, and the next listener began another.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
import redis.asyncio

from adapters.outbound.redis.render_news import RedisRenderNews

NAME = "listens-for-a-moment"
PATIENCE_S = 10.0


@pytest.fixture
async def watching(valkey_url: str) -> AsyncIterator[Any]:
    client = redis.asyncio.from_url(valkey_url)
    yield client
    await client.aclose()


async def held(watching: Any, client: Any) -> bool:
    """One connection that was given back stays open, for whoever needs it next."""
    is_open = sum(each["name"] == NAME for each in await watching.client_list())
    return is_open > 1 or bool(client.connection_pool._in_use_connections)


@pytest.mark.parametrize("stays_s", [0.0, 0.001, 0.003, 0.05])
async def test_who_listens_only_for_a_moment_leaves_no_connection(
    valkey_url: str, watching: Any, stays_s: float
) -> None:
    client: Any = redis.asyncio.from_url(valkey_url, client_name=NAME, socket_timeout=2)
    news = RedisRenderNews(client, again_after_s=0.1)
    for _ in range(50):
        async with news.listen(uuid4()):
            await asyncio.sleep(stays_s)
    async with asyncio.timeout(PATIENCE_S):
        while await held(watching, client):  # noqa: ASYNC110 - a server announces nothing.
            await asyncio.sleep(0.05)
    # And the next one is heard as the first.
    render_id = uuid4()
    async with news.listen(render_id) as listening:
        hearing = asyncio.create_task(listening.heard(PATIENCE_S))
        async with asyncio.timeout(PATIENCE_S / 2):
            while not hearing.done():
                await news.tell(render_id)
                await asyncio.sleep(0.01)
    await news.aclose()
    await client.aclose()


async def test_closing_ends_the_hearing_whoever_still_listens(valkey_url: str) -> None:
    client: Any = redis.asyncio.from_url(valkey_url, socket_timeout=2)
    for stays_s in (0.0, 0.001, 0.003, 0.05):
        news = RedisRenderNews(client, again_after_s=0.1)
        async with asyncio.timeout(PATIENCE_S), news.listen(uuid4()):
            await asyncio.sleep(stays_s)
            await news.aclose()
            assert not client.connection_pool._in_use_connections
    await client.aclose()
