"""Whoever listens for a render hears of it, in this process and in others."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
import redis.asyncio

from adapters.outbound.memory.render_news import MemoryRenderNews
from adapters.outbound.redis.render_news import RedisRenderNews
from application.designs.ports import RenderNews

SOON_S = 10.0


@pytest.fixture(params=["memory", "redis"])
async def news(
    request: pytest.FixtureRequest, valkey_url: str
) -> AsyncIterator[tuple[RenderNews, RenderNews]]:
    """Who tells, and who listens."""
    if request.param == "memory":
        one = MemoryRenderNews()
        yield one, one
        return
    clients: list[Any] = [redis.asyncio.from_url(valkey_url, socket_timeout=2) for _ in range(2)]
    teller, listener = (RedisRenderNews(client, again_after_s=0.1) for client in clients)
    yield teller, listener
    for each, client in zip((teller, listener), clients, strict=True):
        await each.aclose()
        await client.aclose()


async def took(waiting: Any) -> float:
    loop = asyncio.get_running_loop()
    began = loop.time()
    await waiting
    return loop.time() - began


async def test_what_is_told_is_heard(news: tuple[RenderNews, RenderNews]) -> None:
    teller, listener = news
    render_id, other = uuid4(), uuid4()
    async with listener.listen(render_id) as listening, listener.listen(other) as elsewhere:
        # From a subscription that has just begun comes a first call to look.
        await listening.heard(0.5)
        await elsewhere.heard(0.5)
        for _ in range(3):
            waiting = asyncio.create_task(took(listening.heard(SOON_S)))
            await asyncio.sleep(0)
            await teller.tell(render_id)
            assert await waiting < SOON_S
        assert await took(elsewhere.heard(0.2)) >= 0.19


async def test_what_was_told_before_it_is_waited_for_is_not_lost(
    news: tuple[RenderNews, RenderNews],
) -> None:
    teller, listener = news
    render_id = uuid4()
    async with listener.listen(render_id) as listening:
        await listening.heard(0.5)
        await teller.tell(render_id)
        assert await took(listening.heard(SOON_S)) < SOON_S


async def test_a_server_that_is_away_is_told_of_by_nothing_but_time() -> None:
    client: Any = redis.asyncio.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.2)
    away = RedisRenderNews(client, again_after_s=0.1)
    render_id = uuid4()
    async with away.listen(render_id) as listening:
        await away.tell(render_id)
        assert await took(listening.heard(0.3)) >= 0.29
    await away.aclose()
    await client.aclose()


async def test_who_comes_while_the_last_one_leaves_hears_as_well(
    news: tuple[RenderNews, RenderNews],
) -> None:
    teller, listener = news
    render_id = uuid4()
    async with listener.listen(uuid4()) as leaving:
        await leaving.heard(0.5)
    async with listener.listen(render_id) as listening:
        # From a subscription that has just begun comes a first call to look.
        await listening.heard(0.5)
        waiting = asyncio.create_task(took(listening.heard(SOON_S)))
        await asyncio.sleep(0)
        await teller.tell(render_id)
        assert await waiting < SOON_S
