"""The bell that wakes one idle worker for each job that is due."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from adapters.inbound.simulation.clock import VirtualClock
from adapters.outbound.memory.jobs import MemoryJob
from adapters.outbound.memory.table import MemoryStore
from domain.operations.job import JobState

LONGEST_SLEEP_S = 600.0
RING_AGAIN_S = 5.0


@dataclass(slots=True)
class Bell:
    """`stir` says that jobs have changed; what was rung for in vain is rung for again."""

    store: MemoryStore
    clock: VirtualClock
    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    _idle: deque["asyncio.Future[None]"] = field(default_factory=deque)

    def stir(self) -> None:
        self.stirred.set()

    async def wait(self) -> None:
        """Until somebody is needed."""
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._idle.append(waiting)
        self.stirred.set()
        await waiting

    async def keep_ringing(self) -> None:
        while True:
            self.stirred.clear()
            wait_s = self._ring()
            await self._pause(wait_s)

    def _ring(self) -> float:
        """One idle worker a job. The answer is how long nothing will be due."""
        at, soonest = self.clock.now(), LONGEST_SLEEP_S
        jobs: Any = self.store.table("jobs")
        for job in jobs:
            # Most are; asking no further is what makes a night's worth of orders possible.
            if job.state is JobState.DONE:
                continue
            due = due_at(job)
            if due is None:
                continue
            if due > at:
                soonest = min(soonest, (due - at).total_seconds() + 0.001)
            elif self._wake_one():
                # Somebody else may take it, so it is rung for again if it is still there.
                soonest = min(soonest, RING_AGAIN_S)
        return soonest

    def _wake_one(self) -> bool:
        while self._idle:
            waiting = self._idle.popleft()
            if not waiting.done():
                waiting.set_result(None)
                return True
        return False

    async def _pause(self, wait_s: float) -> None:
        waker = asyncio.get_running_loop().call_later(wait_s, self.stirred.set)
        try:
            await self.stirred.wait()
        finally:
            waker.cancel()


def due_at(job: MemoryJob) -> datetime | None:
    if job.state is JobState.LEASED:
        return job.lease_until
    return job.run_at if job.state is JobState.READY else None
