"""A render is made once, whoever dies or fails on the way, wherever the shop keeps its state."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from application.operations.ports import LeaseLost
from application.shared.outcomes import Unavailable
from domain.designs.refusals import DesignFrozen, RenderNotFailed
from domain.designs.render import render_key
from domain.designs.status import DesignStatus, RenderStatus
from domain.media.erase_files_job import erase_files_jobs
from domain.media.refusals import PictureUndecodable
from tests.contract.persistence import Persistence
from tests.contract.render_bench import ATTEMPTS, DEATHS, RenderBench


@pytest.fixture
def bench(persistence: Persistence) -> RenderBench:
    return RenderBench(persistence)


async def test_a_final_design_gets_its_file(bench: RenderBench) -> None:
    design, render = await bench.final()
    assert (await bench.seen(design))[0] is DesignStatus.QUEUED
    await bench.attempt(render)
    status, made = await bench.seen(design)
    assert status is DesignStatus.READY
    assert made.file is not None
    assert (made.status, made.progress, made.attempt) == (RenderStatus.COMPLETED, 100, 1)
    stored = await bench.assets.open(made.file.asset_key)
    assert stored.bytes_count == made.file.bytes_count
    assert bench.drawn(render.id) == [made.file.asset_key]


async def test_finalized_at_once_or_again_it_is_one_render(bench: RenderBench) -> None:
    design = await bench.draft()
    asked = await asyncio.gather(*(bench.finalize(bench.owner, design.id) for _ in range(5)))
    assert len({render.id for render in asked}) == 1
    await bench.attempt(asked[0])
    assert (await bench.finalize(bench.owner, design.id)).status is RenderStatus.COMPLETED
    async with bench.persistence.begin() as work:
        final = await work.designs.get(bench.owner.id, design.id)
    with pytest.raises(DesignFrozen):
        final.changed(replace(final.parameters, paper="#000000"), at=final.updated_at)


async def test_designs_that_look_alike_share_a_render(bench: RenderBench) -> None:
    design, render = await bench.final()
    twin = replace(design, id=uuid4(), status=DesignStatus.DRAFT, render_id=None)
    async with bench.persistence.begin() as work:
        await work.designs.add(twin)
        await work.commit()
    assert (await bench.finalize(bench.owner, twin.id)).id == render.id
    await bench.attempt(render)
    assert bench.renderer.drawn == 1
    for each in (design, twin):
        assert (await bench.seen(each))[0] is DesignStatus.READY


async def test_what_fails_is_tried_again_and_then_told_to_staff(bench: RenderBench) -> None:
    design, render = await bench.final()
    bench.renderer.troubles.extend(PictureUndecodable() for _ in range(ATTEMPTS))
    for _ in range(ATTEMPTS - 1):
        with pytest.raises(PictureUndecodable):
            await bench.attempt(render)
        status, seen = await bench.seen(design)
        assert (status, seen.status) == (DesignStatus.QUEUED, RenderStatus.QUEUED)
    await bench.attempt(render)
    status, seen = await bench.seen(design)
    assert (status, seen.status, seen.attempt) == (DesignStatus.FAILED, RenderStatus.FAILED, 3)
    assert seen.problem == "picture_undecodable"
    noted = await bench.persistence.attention_of(f"render-failed:{render.id}")
    assert noted is not None
    assert noted["designId"] == str(design.id)


async def test_staff_ask_again_for_what_failed(bench: RenderBench) -> None:
    design, render = await bench.final()
    with pytest.raises(RenderNotFailed):
        await bench.retry(render.id, uuid4())
    bench.renderer.troubles.extend(PictureUndecodable() for _ in range(ATTEMPTS))
    for _ in range(ATTEMPTS - 1):
        with pytest.raises(PictureUndecodable):
            await bench.attempt(render)
    await bench.attempt(render)
    again = await bench.retry(render.id, uuid4())
    assert (again.attempt, again.attempts_max) == (ATTEMPTS, 2 * ATTEMPTS)
    assert (await bench.seen(design))[0] is DesignStatus.QUEUED
    async with bench.persistence.begin() as work:
        item = await work.attention_list.find(f"render-failed:{render.id}")
    assert item is not None
    assert not item.is_open
    await bench.attempt(render, job=ATTEMPTS)
    status, made = await bench.seen(design)
    assert status is DesignStatus.READY
    assert made.file is not None
    assert made.file.asset_key == render_key(render.id, ATTEMPTS + 1)


async def test_the_item_closes_when_the_buyers_copy_has_the_file_made(bench: RenderBench) -> None:
    design, render = await bench.final()
    bench.renderer.troubles.extend(PictureUndecodable() for _ in range(ATTEMPTS))
    for _ in range(ATTEMPTS - 1):
        with pytest.raises(PictureUndecodable):
            await bench.attempt(render)
    await bench.attempt(render)
    key = f"render-failed:{render.id}"
    assert await open_item(bench, key)
    copy = replace(design, id=uuid4(), status=DesignStatus.DRAFT, render_id=None)
    async with bench.persistence.begin() as work:
        await work.designs.add(copy)
        await work.commit()
    await bench.finalize(bench.owner, copy.id)
    await bench.attempt(render, job=ATTEMPTS)
    assert (await bench.seen(design))[0] is DesignStatus.READY
    assert not await open_item(bench, key)


async def open_item(bench: RenderBench, key: str) -> bool:
    async with bench.persistence.begin(reading=True) as work:
        item = await work.attention_list.find(key)
    return item is not None and item.is_open


async def test_an_outage_costs_no_attempt(bench: RenderBench) -> None:
    design, render = await bench.final()
    bench.renderer.troubles.extend(Unavailable("storage") for _ in range(5))
    for _ in range(5):
        with pytest.raises(Unavailable):
            await bench.attempt(render)
    _, waiting = await bench.seen(design)
    assert waiting.attempts_max - waiting.attempt == ATTEMPTS
    await bench.attempt(render)
    assert (await bench.seen(design))[0] is DesignStatus.READY


class Killed(BaseException):
    """As a process that is ended ends: nobody catches it."""


def dies(bench: RenderBench, name: str) -> Callable[[], None]:
    """The assets' method works, and the worker is gone before it hears of it."""
    real: Any = getattr(bench.assets, name)

    async def then_die(key: str, path: Path, media_type: str) -> None:
        await real(key, path, media_type)
        raise Killed

    setattr(bench.assets, name, then_die)
    return lambda: setattr(bench.assets, name, real)


async def test_a_killed_worker_leaves_nothing_behind(
    bench: RenderBench,
) -> None:
    design, render = await bench.final()
    heal = dies(bench, "put_file")
    with pytest.raises(Killed):
        await bench.render_design(await bench.lease(render))
    assert (await bench.seen(design))[1].status is RenderStatus.PROCESSING
    assert bench.drawn(render.id) == [render_key(render.id, 1)]
    heal()
    await bench.attempt(render)
    _, made = await bench.seen(design)
    assert made.file is not None
    assert made.file.asset_key == render_key(render.id, 2)
    (erasing,) = erase_files_jobs([render_key(render.id, 1)])
    job_id = await bench.persistence.job_id(erasing.dedupe_key)
    lease = await bench.persistence.queue.claim(job_id)
    assert lease is not None
    assert lease.payload["keys"] == render_key(render.id, 1)


async def test_a_picture_that_kills_every_worker_comes_to_an_end(bench: RenderBench) -> None:
    design, render = await bench.final()
    bench.renderer.troubles.clear()
    dies(bench, "put_file")
    for _ in range(DEATHS):
        with pytest.raises(Killed):
            await bench.render_design(await bench.lease(render))
    await bench.render_design(await bench.lease(render))
    status, seen = await bench.seen(design)
    assert (status, seen.problem) == (DesignStatus.FAILED, "render_killed")


async def test_of_two_workers_one_records_and_the_other_leaves_no_file(
    bench: RenderBench,
) -> None:
    design, render = await bench.final()
    slow = await bench.lease(render)
    real = bench.assets.put_file

    async def overtaken(key: str, path: Path, media_type: str) -> None:
        setattr(bench.assets, "put_file", real)  # noqa: B010 - a method for one instance
        await real(key, path, media_type)
        # Its lease has run out meanwhile, and another worker has begun and ended.
        await bench.attempt(render)

    setattr(bench.assets, "put_file", overtaken)  # noqa: B010 - a method for one instance
    with pytest.raises(LeaseLost):
        await bench.render_design(slow)
    _, made = await bench.seen(design)
    assert made.file is not None
    assert made.attempt == 2
    assert bench.drawn(render.id) == [made.file.asset_key]


async def test_who_was_erased_meanwhile_gets_no_file(bench: RenderBench) -> None:
    design, render = await bench.final()
    real = bench.assets.put_file

    async def erased(key: str, path: Path, media_type: str) -> None:
        await real(key, path, media_type)
        async with bench.persistence.begin() as work:
            await work.traces.erase(
                bench.owner.id, bench.clock.now(), last_mail_written_before=bench.clock.now()
            )
            await work.commit()

    setattr(bench.assets, "put_file", erased)  # noqa: B010 - a method for one instance
    await bench.attempt(render)
    assert bench.drawn(render.id) == []
    async with bench.persistence.begin() as work:
        assert await work.renders.hold(render.id) is None
        assert (await work.designs.page(design.owner_id, page=1, limit=1)).items == []
