"""News of renders within one process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import UUID

from application.designs.ports import Listening


class MemoryRenderNews:
    """`is_down` as if nobody could be told."""

    def __init__(self) -> None:
        self.is_down = False
        self._listening: list[tuple[UUID, asyncio.Event]] = []

    async def tell(self, render_id: UUID) -> None:
        for listened, bell in self._listening:
            if listened == render_id and not self.is_down:
                bell.set()

    @asynccontextmanager
    async def listen(self, render_id: UUID) -> AsyncIterator[Listening]:
        place = (render_id, asyncio.Event())
        self._listening.append(place)
        try:
            yield Bell(place[1])
        finally:
            self._listening.remove(place)


class Bell:
    def __init__(self, rung: asyncio.Event) -> None:
        self._rung = rung

    async def heard(self, timeout_s: float) -> None:
        # Not `wait_for`: in Python 3.11 it drops a cancellation that comes together with the ring.
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._rung.wait()
        self._rung.clear()
