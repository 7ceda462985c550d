"""The print file of a paid order, begun by worker after worker that died or was cut off.

Each such attempt counted as if the picture had broken it: after three, of whatever they had died,
the order waited for staff.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from adapters.settings import Settings
from application.designs.render_design import RenderDesign
from application.shared.outcomes import Unavailable
from composition.designs import render_attempts_max, render_deaths_max
from composition.outside import Outside
from composition.wiring import Wiring
from domain.designs.status import DesignStatus
from domain.media.refusals import PictureUndecodable
from domain.operations.job import Lease
from tests.contract.persistence import Persistence
from tests.contract.render_bench import ATTEMPTS, DEATHS, RenderBench


class Killed(BaseException):
    """Nothing in the process catches it, as nothing survives SIGKILL."""


@pytest.fixture
def bench(persistence: Persistence) -> RenderBench:
    return RenderBench(persistence)


async def die_with(bench: RenderBench, lease: Lease) -> None:
    bench.renderer.troubles.appendleft(Killed())
    with pytest.raises(Killed):
        await bench.render_design(lease)


async def test_it_is_made_by_the_first_that_lives(bench: RenderBench) -> None:
    design, render = await bench.final()
    for _ in range(ATTEMPTS):
        await die_with(bench, await bench.lease(render))
    await bench.attempt(render)
    assert (await bench.seen(design))[0] is DesignStatus.READY


async def test_their_deaths_leave_the_picture_all_its_attempts(bench: RenderBench) -> None:
    design, render = await bench.final()
    for _ in range(ATTEMPTS):
        await die_with(bench, await bench.lease(render))
    bench.renderer.troubles.extend(PictureUndecodable() for _ in range(ATTEMPTS))
    for _ in range(ATTEMPTS - 1):
        with pytest.raises(PictureUndecodable):
            await bench.attempt(render)
        assert (await bench.seen(design))[0] is DesignStatus.QUEUED
    await bench.attempt(render)
    status, seen = await bench.seen(design)
    assert (status, seen.problem) == (DesignStatus.FAILED, "picture_undecodable")


async def test_an_outage_that_cannot_be_written_down_costs_no_attempt(bench: RenderBench) -> None:
    design, render = await bench.final()
    for _ in range(ATTEMPTS):
        lease = await bench.lease(render)
        with pytest.raises(Unavailable):
            await cut_off(bench.render_design)(lease)
        await bench.persistence.queue.retry(lease, timedelta(), "again", outage=True)
    await bench.attempt(render)
    assert (await bench.seen(design))[0] is DesignStatus.READY


async def test_a_claim_whose_answer_was_lost_is_no_death(bench: RenderBench) -> None:
    design, render = await bench.final()
    for _ in range(DEATHS):
        await bench.lease(render)
    await die_with(bench, await bench.lease(render))
    await bench.attempt(render)
    assert (await bench.seen(design))[0] is DesignStatus.READY


async def test_attempts_that_broke_are_no_deaths(bench: RenderBench) -> None:
    design, render = await bench.final()
    bench.renderer.troubles.extend(PictureUndecodable() for _ in range(ATTEMPTS - 1))
    for _ in range(ATTEMPTS - 1):
        lease = await bench.lease(render)
        with pytest.raises(PictureUndecodable):
            await bench.render_design(lease)
        await bench.persistence.queue.retry(lease, timedelta(), "again", outage=False)
    for _ in range(DEATHS - 1):
        await die_with(bench, await bench.lease(render))
    await bench.attempt(render)
    assert (await bench.seen(design))[0] is DesignStatus.READY


@pytest.mark.parametrize("deaths", [0, 3, 5, 12])
async def test_however_it_ends_it_ends_before_its_job(bench: RenderBench, deaths: int) -> None:
    """Given up with the job, it would stay `queued` and nobody would be told."""
    settings = Settings(render_attempts_max=8, render_deaths_max=6, job_attempts_max=12)
    wiring = Wiring(Outside(settings=settings), settings)
    design, render = await bench.final()
    async with bench.persistence.begin() as work:
        await work.renders.save(replace(render, attempts_max=render_attempts_max(wiring)))
        await work.commit()
    worker = replace(
        bench.render_design,
        attempts_max=render_attempts_max(wiring),
        deaths_max=render_deaths_max(wiring),
    )
    bench.renderer.troubles.extend(PictureUndecodable() for _ in range(20))
    while (await bench.seen(design))[0] is not DesignStatus.FAILED:
        lease = await bench.lease(render)
        assert lease.attempt <= settings.job_attempts_max
        if lease.attempt <= deaths:
            bench.renderer.troubles.appendleft(Killed())
        with suppress(PictureUndecodable, Killed):
            await worker(lease)


def cut_off(worker: RenderDesign) -> RenderDesign:
    class End:
        async def record(self, *given: object) -> bool:
            raise Unavailable("postgres", "connection lost")

        async def put_off(self, *given: object) -> None:
            raise Unavailable("postgres", "connection lost")

    end: Any = End()
    return replace(worker, end=end)
