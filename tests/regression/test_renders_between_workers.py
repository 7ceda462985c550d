"""Renders that changed hands: whoever was late, killed or cut off leaves a print file all the same.

A worker that had lost its lease before it began took the render from the one that drew it, and that
one ended the job: the render stayed `processing` for ever. And what a killed worker had stored of a
picture that was deleted meanwhile stayed in the storage for ever.
"""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from application.media.delete_picture import DeletePicture
from application.operations.ports import LeaseLost
from application.shared.outcomes import Unavailable
from domain.designs.box import Box
from domain.designs.render import Render
from domain.designs.status import DesignStatus, RenderStatus
from domain.designs.template import Templates
from domain.media.refusals import PictureNotFound
from tests.contract.persistence import Persistence
from tests.contract.render_bench import ATTEMPTS, OFFERED, RenderBench


@pytest.fixture
def bench(persistence: Persistence) -> RenderBench:
    return RenderBench(persistence)


class Killed(BaseException):
    """Nothing in the process catches it, as nothing survives SIGKILL."""


def once_stored(bench: RenderBench, then: Any) -> None:
    """`then` happens when the next file is stored, before its worker goes on."""
    real = bench.assets.put_file

    async def put_file(key: str, path: Path, media_type: str) -> None:
        setattr(bench.assets, "put_file", real)  # noqa: B010 - a method for one instance
        await real(key, path, media_type)
        await then()

    setattr(bench.assets, "put_file", put_file)  # noqa: B010


async def deleted(bench: RenderBench, render: Render) -> None:
    delete = DeletePicture(begin=bench.persistence.begin, clock=bench.clock)
    await delete(bench.owner, render.picture_id)


async def test_one_begun_without_a_lease_is_made_all_the_same(bench: RenderBench) -> None:
    design, render = await bench.final()
    late = await bench.lease(render)
    # Whoever has `late` stands still until its time is over, and the job is claimed once more.
    now = await bench.lease(render)

    async def overtaken() -> None:
        with pytest.raises(LeaseLost):
            await bench.render_design(late)

    once_stored(bench, overtaken)
    with pytest.raises(LeaseLost):
        await bench.render_design(now)
    await bench.attempt(render)
    status, seen = await bench.seen(design)
    assert (status, seen.status) == (DesignStatus.READY, RenderStatus.COMPLETED)
    assert seen.file is not None
    assert seen.file.asset_key in bench.drawn(render.id)


async def test_an_outage_while_it_is_recorded_costs_no_attempt(bench: RenderBench) -> None:
    design, render = await bench.final()
    for _ in range(ATTEMPTS):
        worker = bench.render_design

        class CutOff:
            put_off = worker.end.put_off

            async def record(self, *given: object) -> bool:
                raise Unavailable("postgres", "connection lost")

        cut_off: Any = CutOff()
        lease = await bench.lease(render)
        with pytest.raises(Unavailable):
            await replace(worker, end=cut_off)(lease)
        await bench.persistence.queue.retry(lease, timedelta(), "again", outage=True)
    await bench.attempt(render)
    assert (await bench.seen(design))[0] is DesignStatus.READY


async def test_what_a_killed_worker_drew_of_a_deleted_picture_is_erased(
    bench: RenderBench,
) -> None:
    _, render = await bench.final()

    async def killed() -> None:
        await deleted(bench, render)
        # The deletion's own job may have come before the file did.
        raise Killed

    once_stored(bench, killed)
    with pytest.raises(Killed):
        await bench.render_design(await bench.lease(render))
    assert len(bench.drawn(render.id)) == 1
    await bench.attempt(render)
    assert bench.drawn(render.id) == []


async def test_what_a_killed_worker_drew_for_an_erased_person_is_erased(
    bench: RenderBench,
) -> None:
    _, render = await bench.final()

    async def killed() -> None:
        at = bench.clock.now()
        async with bench.persistence.begin() as work:
            await work.traces.erase(bench.owner.id, at, last_mail_written_before=at)
            await work.commit()
        raise Killed

    once_stored(bench, killed)
    with pytest.raises(Killed):
        await bench.render_design(await bench.lease(render))
    async with bench.persistence.begin() as work:
        assert await work.renders.hold(render.id) is None
    await bench.attempt(render)
    assert bench.drawn(render.id) == []


async def test_a_template_that_changed_meanwhile_changes_no_print(bench: RenderBench) -> None:
    """The plan is that of the moment in which the design was made final."""
    _, render = await bench.final()
    [before] = [each for each in OFFERED.templates.all if each.id == "full-bleed"]
    moved = replace(before, picture=Box(0.3, 0.3, 0.4, 0.4), picture_landscape=None)
    worker = bench.render_design
    offered = replace(OFFERED, templates=Templates.of([moved]))
    worker = replace(worker, make_file=replace(worker.make_file, offered=offered))
    planned: list[object] = []
    real = bench.renderer.print_file

    async def print_file(picture: Path, plan: Any, *more: Any) -> Any:
        planned.append(plan)
        return await real(picture, plan, *more)

    setattr(bench.renderer, "print_file", print_file)  # noqa: B010 - a method for one instance
    await worker(await bench.lease(render))
    assert planned == [render.plan]


async def test_one_of_a_deleted_picture_is_not_asked_for_again(bench: RenderBench) -> None:
    """It stayed queued for ever: the job of that attempt had been done before."""
    design, render = await bench.final()
    await deleted(bench, render)
    await bench.attempt(render)
    with pytest.raises(PictureNotFound):
        await bench.retry(render.id, uuid4())
    assert (await bench.seen(design))[1].status is RenderStatus.FAILED
