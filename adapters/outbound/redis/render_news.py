"""News of renders between processes, by one subscription for each process."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from application.designs.ports import Listening

CHANNELS = "passepartout:renders:"
WAIT_S = 1.0

log = structlog.get_logger("render_news")


class RedisRenderNews:
    """Every process hears of every render, and wakes up whoever listens to that one here.

    A message says nothing but which: so nothing is told to anybody who may not read the row. After
    a pause, and after each time it is subscribed anew, all are woken: they may have missed one.
    """

    def __init__(self, client: Redis, *, again_after_s: float) -> None:
        self._client = client
        self._again_after_s = again_after_s
        self._listening: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._hearing: asyncio.Task[None] | None = None
        self._is_closed = False

    async def tell(self, render_id: UUID) -> None:
        try:
            await self._client.publish(f"{CHANNELS}{render_id}", b"")
        except (RedisError, OSError) as error:
            # Whoever waits for it looks at the row now and then.
            log.warning("not_told", render_id=str(render_id), error=type(error).__name__)

    @asynccontextmanager
    async def listen(self, render_id: UUID) -> AsyncIterator[Listening]:
        if self._hearing is None or self._hearing.done():
            self._hearing = asyncio.create_task(self._hear())
        bell = asyncio.Event()
        self._listening[str(render_id)].add(bell)
        try:
            yield Bell(bell)
        finally:
            self._listening[str(render_id)].discard(bell)
            if not self._listening[str(render_id)]:
                del self._listening[str(render_id)]

    async def aclose(self) -> None:
        self._is_closed = True
        if self._hearing is not None:
            self._hearing.cancel()
            # Not awaited itself: that would hide a cancellation of whoever closes.
            await asyncio.wait({self._hearing})

    @property
    def _is_wanted(self) -> bool:
        return bool(self._listening) and not self._is_closed

    async def _hear(self) -> None:
        """Until nobody listens any more: it looks by itself, at least every `WAIT_S`.

        It is not told by a cancellation, which the client may swallow while it connects; then the
        connection would be held, and heard, for ever.
        """
        while self._is_wanted:
            try:
                await self._hear_while_connected()
            except (RedisError, OSError) as error:
                log.warning("not_heard", error=type(error).__name__)
                await asyncio.sleep(self._again_after_s)

    async def _hear_while_connected(self) -> None:
        async with self._client.pubsub() as subscription:
            await subscription.psubscribe(f"{CHANNELS}*")
            while self._is_wanted:
                message = await subscription.get_message(timeout=WAIT_S)
                if message is None:
                    continue
                if message["type"] == "psubscribe":
                    self._wake(*self._listening)
                elif message["type"] == "pmessage":
                    self._wake(message["channel"].decode().removeprefix(CHANNELS))

    def _wake(self, *render_ids: str) -> None:
        for render_id in render_ids:
            for bell in self._listening.get(render_id, ()):
                bell.set()


class Bell:
    def __init__(self, rung: asyncio.Event) -> None:
        self._rung = rung

    async def heard(self, timeout_s: float) -> None:
        # Not `wait_for`: in Python 3.11 it drops a cancellation that comes together with the ring.
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._rung.wait()
        # Rung again from here on, it is heard again: the row is read after this.
        self._rung.clear()
