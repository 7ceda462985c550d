"""The print file of a paid order, begun by worker after worker that died or was cut off.

Each such attempt counted as if the picture had broken it: after three, of whatever they had died,
the order waited for staff.
"""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from application.designs.render_design import RenderDesign
from application.shared.outcomes import Unavailable
from domain.designs.render import Render
from domain.designs.status import DesignStatus
from domain.media.refusals import PictureUndecodable
from tests.contract.persistence import Persistence
from tests.contract.render_bench import ATTEMPTS, RenderBench


class Killed(BaseException):
    """Nothing in the process catches it, as nothing survives SIGKILL."""


@pytest.fixture
def bench(persistence: Persistence) -> RenderBench:
    return RenderBench(persistence)


async def die_with(bench: RenderBench, render: Render) -> None:
    real = bench.assets.put_file

    async def put_file(key: str, path: Path, media_type: str) -> None:
        raise Killed

    setattr(bench.assets, "put_file", put_file)  # noqa: B010 - a method for one instance
    with pytest.raises(Killed):
        await bench.render_design(await bench.lease(render))
    setattr(bench.assets, "put_file", real)  # noqa: B010


async def test_it_is_made_by_the_first_that_lives(bench: RenderBench) -> None:
    design, render = await bench.final()
    for _ in range(ATTEMPTS):
        await die_with(bench, render)
    await bench.attempt(render)
    assert (await bench.seen(design))[0] is DesignStatus.READY


async def test_their_deaths_leave_the_picture_all_its_attempts(bench: RenderBench) -> None:
    design, render = await bench.final()
    for _ in range(ATTEMPTS):
        await die_with(bench, render)
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


def cut_off(worker: RenderDesign) -> RenderDesign:
    class End:
        async def record(self, *given: object) -> bool:
            raise Unavailable("postgres", "connection lost")

        async def put_off(self, *given: object) -> None:
            raise Unavailable("postgres", "connection lost")

    end: Any = End()
    return replace(worker, end=end)
