"""Previews in Redis or Valkey, for a while; without it they are drawn each time."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec
import structlog

from adapters.outbound.redis.cache import RedisCache
from application.designs.ports import PreviewImage
from application.shared.outcomes import Unavailable
from application.shared.ports import Clock
from domain.resilience.circuit import Circuit

PREFIX = "preview:"
Answer = TypeVar("Answer")

log = structlog.get_logger("previews")
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(PreviewImage).decode


class RedisPreviews:
    """While the server does not answer it is left alone, so that no preview waits for it."""

    def __init__(
        self,
        cache: RedisCache,
        *,
        kept_s: float,
        tried_kept_s: float,
        bytes_max: int,
        circuit: Circuit,
        clock: Clock,
    ) -> None:
        self._cache = cache
        self._kept_s, self._tried_kept_s = kept_s, tried_kept_s
        self._bytes_max = bytes_max
        self._circuit = circuit
        self._clock = clock

    async def get(self, fingerprint: str) -> PreviewImage | None:
        found = await self._asked(lambda: self._cache.get(PREFIX + fingerprint))
        try:
            return None if found is None else _decode(found)
        except msgspec.DecodeError as error:
            # Written by another release; it is drawn anew and overwritten.
            log.info("not_readable", fingerprint=fingerprint, error=str(error))
            return None

    async def put(self, fingerprint: str, image: PreviewImage, *, is_tried: bool = False) -> None:
        # A slider leaves hundreds behind that nobody asks for again.
        kept_s = min(self._kept_s, self._tried_kept_s) if is_tried else self._kept_s
        if len(image.data) <= self._bytes_max:
            written = _encode(image)
            await self._asked(lambda: self._cache.put(PREFIX + fingerprint, written, kept_s))

    async def _asked(self, ask: Callable[[], Awaitable[Answer]]) -> Answer | None:
        """None while the server is away."""
        at = self._clock.now()
        if not self._circuit.may_try(at):
            return None
        if self._circuit.failures:
            self._circuit = self._circuit.trying(at)
        try:
            answer = await ask()
        except Unavailable as error:
            self._circuit = self._circuit.failed().trying(at)
            log.warning("cache_away", error=str(error))
            return None
        if self._circuit.failures:
            self._circuit = self._circuit.succeeded()
        return answer
