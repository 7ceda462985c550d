"""An event loop without a machine: its time is virtual, and a seed says who goes next."""

import asyncio
import heapq
from collections.abc import Callable, Coroutine
from contextvars import Context
from random import Random
from typing import Any, cast


class NothingLeft(Exception):
    """Everybody waits and nobody will ever wake them."""


class SeededLoop:
    """Time stands still while anybody can go on, and then jumps to whoever wakes first.

    It has what tasks, futures and timers ask of a loop, and nothing else: there is no machine.
    """

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._at = 0.0
        self._ready: list[asyncio.Handle] = []
        self._later: list[tuple[float, int, asyncio.TimerHandle]] = []
        self._timers = 0
        self._asyncio = cast(asyncio.AbstractEventLoop, self)
        self.steps = 0
        self.failures: list[dict[str, Any]] = []

    def time(self) -> float:
        return self._at

    def run(self, main: Coroutine[Any, Any, None]) -> None:
        """Until `main` is done. Raises NothingLeft when it never will be."""
        asyncio._set_running_loop(self._asyncio)
        try:
            task = self.create_task(main)
            while not task.done():
                self._step()
            task.result()
        finally:
            asyncio._set_running_loop(None)

    def _step(self) -> None:
        ready, later = self._ready, self._later
        if not ready:
            if not later:
                raise NothingLeft
            self._at = max(self._at, later[0][0])
            while later and later[0][0] <= self._at:
                handle = heapq.heappop(later)[2]
                if not handle.cancelled():
                    ready.append(handle)
            return
        place = int(self._dice.random() * len(ready))
        chosen = ready[place]
        ready[place] = ready[-1]
        ready.pop()
        self.steps += 1
        if not chosen.cancelled():
            chosen._run()

    def call_soon(
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        handle = asyncio.Handle(callback, args, self._asyncio, context)
        self._ready.append(handle)
        return handle

    def call_later(
        self,
        delay: float,
        callback: Callable[..., object],
        *args: Any,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        return self.call_at(self._at + delay, callback, *args, context=context)

    def call_at(
        self,
        when: float,
        callback: Callable[..., object],
        *args: Any,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        handle = asyncio.TimerHandle(when, callback, args, self._asyncio, context)
        self._timers += 1
        heapq.heappush(self._later, (when, self._timers, handle))
        return handle

    def create_future(self) -> "asyncio.Future[Any]":
        return asyncio.Future(loop=self._asyncio)

    def create_task(
        self, coro: Any, *, name: str | None = None, context: Context | None = None, **_: Any
    ) -> "asyncio.Task[Any]":
        return asyncio.Task(coro, loop=self._asyncio, name=name, context=context)

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        self.failures.append(context)

    def get_debug(self) -> bool:
        return False

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        """It is left where it is, and passed over when its time comes."""
