"""The programs of the shop: two of each kind, killed at will and started again."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from adapters.inbound.jobs.schedule import Recurring
from adapters.inbound.simulation.bell import Bell
from adapters.inbound.simulation.faults import Faults
from adapters.inbound.simulation.processes import Process
from adapters.inbound.simulation.surroundings import SimulatedShop, Surroundings
from adapters.outbound.memory.jobs import MemoryJob
from adapters.outbound.memory.table import MemoryStore
from application.shared.outcomes import OutcomeUnknown, Unavailable

TAKERS = 2


@dataclass(slots=True)
class Programs:
    dice: Random
    faults: Faults
    store: MemoryStore
    surroundings: Surroundings
    shop: SimulatedShop
    bell: Bell
    stopping: bool = False
    _apis: list[Process] = field(default_factory=list)

    def start(self) -> list["asyncio.Task[None]"]:
        loop = asyncio.get_running_loop()
        self._apis = [self._process("api 1"), self._process("api 2")]
        living = [loop.create_task(self._keep_api(place)) for place in range(len(self._apis))]
        living += [loop.create_task(self._keep_worker(f"worker {n}")) for n in (1, 2)]
        living.append(loop.create_task(self.bell.keep_ringing()))
        return living

    def _process(self, name: str) -> Process:
        """On a machine whose clock is nearly right, or a minute or two wrong."""
        wrong = self.dice.random() < 0.1
        return Process(name, self.dice.uniform(-90.0, 90.0) if wrong else 0.0)

    def api(self) -> Process:
        """Whichever the load balancer picks, dead ones included."""
        return self.dice.choice(self._apis)

    async def _keep_api(self, place: int) -> None:
        while True:
            await self._apis[place].died.wait()
            await asyncio.sleep(self.dice.uniform(0.1, 3.0))
            self._apis[place] = self._process(f"api {place + 1}")

    async def _keep_worker(self, name: str) -> None:
        while True:
            worker = self._process(name)
            for _ in range(TAKERS):
                worker.spawn(self._take_jobs())
            await worker.died.wait()
            await asyncio.sleep(self.dice.uniform(0.1, 3.0))

    async def _take_jobs(self) -> None:
        run = self.shop.run_job
        while True:
            try:
                while await self._one(run):
                    pass
            except (Unavailable, OutcomeUnknown):
                await asyncio.sleep(1.0)
            else:
                await self.bell.wait()

    async def _one(self, run: Any) -> bool:
        """By a bell that may ring late, twice, or for another's job, or by looking."""
        if self.faults.flowing and self.dice.random() < 0.15:
            jobs: list[MemoryJob] = list(self.store.table("jobs"))
            if jobs:
                return bool(await run.by_id(self.dice.choice(jobs).id)) or True
        return bool(await run.oldest_overdue(timedelta()))

    async def write_down(self, recurring: Recurring) -> None:
        """As the relay does, every interval anew."""
        relay = self._process("relay")
        while True:
            try:
                await relay.answer(lambda: self._schedule(recurring))
            except Exception as error:
                if not isinstance(error, (Unavailable, OutcomeUnknown)) and relay.is_alive:
                    raise
            if not relay.is_alive:
                relay = self._process("relay")
            await asyncio.sleep(recurring.every_s)

    async def _schedule(self, recurring: Recurring) -> None:
        async with self.surroundings.begin() as work:
            await work.jobs.add([recurring.due(self.surroundings.clock.now())])
            await work.commit()
