"""Runs work when it falls due, several pieces at once, from times that a table remembers."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

log = logging.getLogger(__name__)

_PARALLEL_MAX = 16
_REST_AFTER_A_BUG_S = 1.0


@dataclass(slots=True)
class DueLoop:
    """The table, not this loop, knows what is due: after a crash the loop just goes on."""

    upcoming: Callable[[], list[tuple[int, float]]]
    work: Callable[[int], Awaitable[None]]
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _running: dict[int, asyncio.Task[None]] = field(default_factory=dict)

    def wake(self) -> None:
        """Something may be due earlier than the loop thought."""
        self._changed.set()

    async def run(self) -> None:
        try:
            while True:
                self._changed.clear()
                wait_s = self._start_what_is_due()
                try:
                    await asyncio.wait_for(self._changed.wait(), wait_s)
                except TimeoutError:
                    continue
        finally:
            for task in self._running.values():
                task.cancel()
            await asyncio.gather(*self._running.values(), return_exceptions=True)

    def _start_what_is_due(self) -> float | None:
        """Returns the seconds until more falls due; None when only a change can bring it."""
        for key, due_at in self.upcoming():
            if key in self._running:
                continue
            if len(self._running) >= _PARALLEL_MAX:
                return None
            if (wait_s := due_at - time.time()) > 0:
                return wait_s
            self._running[key] = asyncio.create_task(self._run(key))
        return None

    async def _run(self, key: int) -> None:
        try:
            await self.work(key)
        except Exception:
            log.exception("work on %s failed", key)
            await asyncio.sleep(_REST_AFTER_A_BUG_S)
        finally:
            del self._running[key]
            self.wake()
