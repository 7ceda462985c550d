"""Messages from outside to the shop: late, twice, out of order, and sometimes never."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from adapters.inbound.simulation.faults import Faults
from adapters.inbound.simulation.processes import ConnectionLost
from application.shared.outcomes import OutsideTrouble

RETRIES_MAX = 40
LONGEST_PAUSE_S = 3600.0


@dataclass(slots=True)
class Post:
    """Where `is_deaf`, nothing ever arrives, in calm neither: an address that nobody serves."""

    dice: Random
    faults: Faults
    is_deaf: bool = False
    under_way: set["asyncio.Task[Any]"] = field(default_factory=set)

    def send(self, deliver: Callable[[], Awaitable[None]]) -> None:
        """`deliver` until it is taken; copies of a message know nothing of each other."""
        copies = 1
        if self.is_deaf:
            return
        if self.faults.flowing:
            if self.dice.random() < 0.06:
                return
            if self.dice.random() < 0.12:
                copies = self.dice.choice((2, 2, 3))
        for _ in range(copies):
            task = asyncio.get_running_loop().create_task(self._bring(deliver))
            self.under_way.add(task)
            task.add_done_callback(self.under_way.discard)

    async def _bring(self, deliver: Callable[[], Awaitable[None]]) -> None:
        long = self.faults.flowing and self.dice.random() < 0.1
        await asyncio.sleep(self.dice.expovariate(1 / 1200 if long else 1 / 3))
        for attempt in range(RETRIES_MAX):
            try:
                await deliver()
                return
            except (ConnectionLost, OutsideTrouble):
                pause = min(5.0 * 2**attempt, LONGEST_PAUSE_S)
                await asyncio.sleep(pause * self.dice.uniform(0.5, 1.5))
