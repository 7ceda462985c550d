"""Processes that can be killed or stand still; what belongs to a dead one can do nothing more."""

import asyncio
from collections.abc import Callable, Coroutine
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field
from typing import Any, TypeVar

Answer = TypeVar("Answer")


class ProcessKilled(BaseException):
    """Not an Exception: nothing in the program may live on after it."""


class ConnectionLost(Exception):
    """Whoever was asked died before the answer; it may or may not have happened."""


@dataclass(eq=False, slots=True)
class Process:
    """One life of a program; its successor is another Process.

    `skew_s` is how wrong the clock is of the machine that it runs on.
    """

    name: str
    skew_s: float = 0.0
    is_alive: bool = True
    stalled_until: float = 0.0
    tasks: set["asyncio.Task[Any]"] = field(default_factory=set)
    died: asyncio.Event = field(default_factory=asyncio.Event)

    def spawn(self, work: Coroutine[Any, Any, Answer]) -> "asyncio.Task[Answer]":
        """As a task that sees this process as its own."""
        context = copy_context()
        context.run(OF.set, self)
        task = asyncio.get_running_loop().create_task(work, context=context)
        self.tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self.tasks.discard(task)
        if not task.cancelled():
            task.exception()

    async def answer(self, ask: Callable[[], Coroutine[Any, Any, Answer]]) -> Answer:
        """What the use case answers, to somebody outside. Raises ConnectionLost."""
        if not self.is_alive:
            raise ConnectionLost
        task = self.spawn(ask())
        # Waited for, not awaited: the caller does not die with this process.
        await asyncio.wait([task])
        if task.cancelled() or not self.is_alive:
            raise ConnectionLost
        return task.result()

    def kill(self) -> None:
        self.is_alive = False
        self.died.set()
        for task in list(self.tasks):
            task.cancel()


OF: ContextVar[Process] = ContextVar("process")
