"""Every cache keeps the same promises."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from adapters.outbound.memory.cache import MemoryCache
from adapters.outbound.redis.cache import RedisCache
from application.shared.outcomes import Unavailable
from application.shipping.ports import Cache

DEADLINE_S = 5.0


class ComputerClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@pytest.fixture(params=["memory", "valkey"])
async def cache(request: pytest.FixtureRequest, valkey_url: str) -> AsyncIterator[Cache]:
    if request.param == "memory":
        yield MemoryCache(ComputerClock())
        return
    client = Redis.from_url(valkey_url)
    yield RedisCache(client)
    await client.aclose()


async def test_what_was_put_is_found(cache: Cache) -> None:
    key = f"test:{uuid4()}"
    await cache.put(key, b"\x00any bytes\xff", 60.0)
    assert await cache.get(key) == b"\x00any bytes\xff"


async def test_what_was_never_put_is_not_found(cache: Cache) -> None:
    assert await cache.get(f"test:{uuid4()}") is None


async def test_putting_again_replaces(cache: Cache) -> None:
    key = f"test:{uuid4()}"
    await cache.put(key, b"old", 60.0)
    await cache.put(key, b"new", 60.0)
    assert await cache.get(key) == b"new"


async def test_it_forgets_when_the_time_is_up(cache: Cache) -> None:
    key = f"test:{uuid4()}"
    await cache.put(key, b"brief", 0.01)
    async with asyncio.timeout(DEADLINE_S):
        found: bytes | None = b"brief"
        while found is not None:
            found = await cache.get(key)
            await asyncio.sleep(0)


async def test_a_server_that_is_down_is_named_unavailable() -> None:
    client = Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.5)
    cache = RedisCache(client)
    with pytest.raises(Unavailable):
        await cache.get("any")
    with pytest.raises(Unavailable):
        await cache.put("any", b"thing", 1.0)
    await client.aclose()
