"""A preview that was put away is found again, and no cache is no trouble."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import redis.asyncio

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.previews import MemoryPreviews
from adapters.outbound.redis.cache import RedisCache
from adapters.outbound.redis.previews import RedisPreviews
from application.designs.ports import PreviewImage, Previews
from domain.resilience.circuit import Circuit

IMAGE = PreviewImage(media_type="image/jpeg", width_px=1000, height_px=800, data=b"\xff\xd8\x00")
BYTES_MAX = 1000


def redis_previews(
    client: Any, clock: MemoryClock, *, kept_s: float = 60.0, tried_kept_s: float = 60.0
) -> RedisPreviews:
    circuit = Circuit(failures_max=1, open_for=timedelta(seconds=2))
    return RedisPreviews(
        RedisCache(client),
        kept_s=kept_s,
        tried_kept_s=tried_kept_s,
        bytes_max=BYTES_MAX,
        circuit=circuit,
        clock=clock,
    )


@pytest.fixture(params=["memory", "redis"])
async def previews(request: pytest.FixtureRequest, valkey_url: str) -> AsyncIterator[Previews]:
    if request.param == "memory":
        yield MemoryPreviews()
        return
    client: Any = redis.asyncio.from_url(valkey_url)
    yield redis_previews(client, MemoryClock())
    await client.aclose()


async def test_what_was_put_is_found_by_its_fingerprint(previews: Previews) -> None:
    fingerprint = uuid4().hex
    assert await previews.get(fingerprint) is None
    await previews.put(fingerprint, IMAGE)
    assert await previews.get(fingerprint) == IMAGE
    assert await previews.get(uuid4().hex) is None


async def test_what_is_only_tried_out_is_forgotten_sooner(valkey_url: str) -> None:
    """A slider's places were kept for an hour each, and filled the server of the broker."""
    client: Any = redis.asyncio.from_url(valkey_url)
    previews = redis_previews(client, MemoryClock(), kept_s=3600.0, tried_kept_s=60.0)
    saved, tried = uuid4().hex, uuid4().hex
    await previews.put(saved, IMAGE)
    await previews.put(tried, IMAGE, is_tried=True)
    assert await previews.get(tried) == IMAGE
    kept_s = [await client.ttl(f"passepartout:preview:{each}") for each in (saved, tried)]
    await client.aclose()
    assert 60 < kept_s[0] <= 3600
    assert 0 < kept_s[1] <= 60


async def test_what_is_too_large_or_not_readable_is_as_if_it_were_not_there(
    valkey_url: str,
) -> None:
    client: Any = redis.asyncio.from_url(valkey_url)
    previews, fingerprint = redis_previews(client, MemoryClock()), uuid4().hex
    large = PreviewImage(media_type="image/jpeg", width_px=1, height_px=1, data=b"-" * 2000)
    await previews.put(fingerprint, large)
    assert await previews.get(fingerprint) is None
    await RedisCache(client).put(f"preview:{fingerprint}", b"of another release", 60)
    assert await previews.get(fingerprint) is None
    await client.aclose()


async def test_a_cache_that_is_away_is_left_alone_for_a_while() -> None:
    client: Any = redis.asyncio.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.2)
    clock = MemoryClock()
    previews = redis_previews(client, clock)
    for _ in range(3):
        assert await previews.get(uuid4().hex) is None
        await previews.put(uuid4().hex, IMAGE)
        clock.advance(timedelta(seconds=3))
    await client.aclose()
