"""A cache in Redis or Valkey, impatient: a slow cache is worse than none."""

from collections.abc import Iterator
from contextlib import contextmanager

from redis.asyncio import Redis
from redis.exceptions import RedisError

from application.shared.outcomes import Unavailable

NAMESPACE = "passepartout:"


class RedisCache:
    def __init__(self, client: Redis) -> None:
        self._client = client

    async def get(self, key: str) -> bytes | None:
        with _translated():
            found = await self._client.get(NAMESPACE + key)
        return found.encode() if isinstance(found, str) else found

    async def put(self, key: str, value: bytes, ttl_s: float) -> None:
        with _translated():
            await self._client.set(NAMESPACE + key, value, px=max(1, int(ttl_s * 1000)))


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (RedisError, OSError) as error:
        raise Unavailable("cache", type(error).__name__) from error
