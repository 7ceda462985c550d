"""A cache in memory that forgets when its time is up."""

from datetime import datetime, timedelta

from application.shared.ports import Clock


class MemoryCache:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[datetime, bytes]] = {}

    async def get(self, key: str) -> bytes | None:
        until, value = self._kept.get(key, (None, None))
        if until is None or until <= self._clock.now():
            return None
        return value

    async def put(self, key: str, value: bytes, ttl_s: float) -> None:
        self._kept[key] = (self._clock.now() + timedelta(seconds=ttl_s), value)
