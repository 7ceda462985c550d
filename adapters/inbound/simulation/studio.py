"""Whoever makes print files: late, sometimes in vain at first, and in the end always."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from adapters.inbound.simulation.clock import VirtualClock
from adapters.outbound.memory.jobs import MemoryJobs
from adapters.outbound.memory.table import MemoryStore
from application.shared.ports import Clock
from domain.designs.render import Render, RenderedFile, render_key
from domain.designs.status import RenderStatus
from domain.operations.job import JobKind, Lease, NewJob

USUALLY_S = 900.0
IN_VAIN = 0.3
TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """A job. `when_made` is what the shop does once a file is there, in the same work."""

    begin: Any
    clock: Clock
    roll: Callable[[], float]
    when_made: Callable[..., Any]

    async def __call__(self, lease: Lease) -> None:
        async with self.begin() as work:
            render: Render = await work.renders.hold(UUID(lease.payload["render_id"]))
            if render.status is RenderStatus.FAILED:
                render = render.asked_again(TRIES)
            if render.status is not RenderStatus.COMPLETED:
                await self._tried(work, render.begun())
            await work.jobs.finish(lease)
            await work.commit()

    async def _tried(self, work: Any, begun: Render) -> None:
        at = self.clock.now()
        if begun.attempt < TRIES and self.roll() < IN_VAIN:
            await work.renders.save(begun.failed("render_broken", at=at))
            await work.jobs.add([render_job(begun, timedelta(seconds=USUALLY_S))])
            return
        completed = begun.completed(_file_of(begun), at=at)
        await work.renders.save(completed)
        await self.when_made(work, completed, at)


def render_job(render: Render, delay: timedelta) -> NewJob:
    return NewJob(
        kind=JobKind.RENDER_DESIGN,
        dedupe_key=f"render:{render.id}:{render.attempt}",
        payload={"render_id": str(render.id)},
        delay=delay,
    )


async def ask_for_renders(store: MemoryStore, clock: VirtualClock, dice: Random) -> None:
    """Of all designs that there are, some sooner and some later than their buyers pay."""
    renders: Any = store.table("renders")
    await MemoryJobs(store, clock).add(
        [
            render_job(render, timedelta(seconds=dice.expovariate(1 / USUALLY_S)))
            for render in renders
        ]
    )


def _file_of(render: Render) -> RenderedFile:
    return RenderedFile(
        asset_key=render_key(render.id, render.attempt),
        width_px=2400,
        height_px=3000,
        bytes_count=1_000_000,
        md5=render.id.hex,
        sha256=render.id.hex * 2,
    )
