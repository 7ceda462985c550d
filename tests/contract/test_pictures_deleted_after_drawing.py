"""With a picture goes what was drawn of it, unless an order needs it; and nothing comes later."""

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from application.designs.list_designs import ListDesigns
from application.media.delete_picture import DeletePicture
from domain.designs.render import Render, RenderKind, render_key
from domain.designs.status import DesignStatus, RenderStatus
from domain.fulfilment.status import DropshipStatus
from domain.media.erase_files_job import erase_files_jobs
from domain.media.picture import Picture
from domain.media.refusals import PictureDeleted, PictureInUse
from domain.orders.status import OrderStatus
from domain.shared.erased import PICTURE_DELETED
from tests.contract.ordering import Ordering
from tests.contract.persistence import InMemory, Persistence
from tests.contract.render_bench import OFFERED, RenderBench
from tests.contract.sample_design import NOON
from tests.contract.staff_desk import desk_of, wish


@pytest.fixture
def bench(persistence: Persistence) -> RenderBench:
    return RenderBench(persistence)


async def deleted(bench: RenderBench, render: Render) -> None:
    delete = DeletePicture(begin=bench.persistence.begin, clock=bench.clock)
    await delete(bench.owner, render.picture_id)


async def the_picture(bench: RenderBench, render: Render) -> Picture:
    async with bench.persistence.begin(reading=True) as work:
        return await work.pictures.get(bench.owner.id, render.picture_id)


async def test_a_print_file_that_no_order_needs_and_large_previews_go_along(
    bench: RenderBench,
) -> None:
    design, render = await bench.final()
    await bench.attempt(render)
    picture = await the_picture(bench, render)
    preview = replace(render, id=uuid4(), kind=RenderKind.PREVIEW, plan=None, attempt=1)
    async with bench.persistence.begin() as work:
        await work.renders.add_or_get(preview)
        await work.commit()
    await deleted(bench, render)
    status, seen = await bench.seen(design)
    assert (status, seen.status, seen.file) == (DesignStatus.FAILED, RenderStatus.FAILED, None)
    assert seen.problem == PICTURE_DELETED
    files = [*picture.files, render_key(render.id, 1), render_key(preview.id, 1)]
    (erasing,) = erase_files_jobs(files)
    lease = await bench.persistence.queue.claim(await bench.persistence.job_id(erasing.dedupe_key))
    assert lease is not None
    async with bench.persistence.begin(reading=True) as work:
        assert await work.renders.hold(preview.id) is None


async def test_a_file_that_is_drawn_at_this_moment_is_nobodys(bench: RenderBench) -> None:
    design, render = await bench.final()
    real = bench.assets.put_file

    async def meanwhile(key: str, path: Path, media_type: str) -> None:
        await real(key, path, media_type)
        await deleted(bench, render)

    setattr(bench.assets, "put_file", meanwhile)  # noqa: B010 - a method for one instance
    await bench.attempt(render)
    assert (await bench.seen(design))[1].problem == PICTURE_DELETED
    assert bench.drawn(render.id) == []


async def test_what_was_not_drawn_yet_ends_at_once_and_troubles_nobody(
    bench: RenderBench,
) -> None:
    design, render = await bench.final()
    async with bench.persistence.begin() as work:
        # As if it had been asked for at the moment of the deletion.
        await work.pictures.forget([render.picture_id], NOON)
        await work.commit()
    await bench.attempt(render)
    status, seen = await bench.seen(design)
    assert (status, seen.problem, seen.attempt) == (DesignStatus.FAILED, PICTURE_DELETED, 0)
    assert await bench.persistence.attention_of(f"render-failed:{render.id}") is None


async def test_designs_are_listed_while_one_of_their_pictures_is_being_deleted(
    persistence: Persistence,
) -> None:
    if isinstance(persistence, InMemory):
        # One unit of work at a time: there is no such moment.
        return
    bench = RenderBench(persistence)
    design = await bench.draft()
    list_designs = ListDesigns(begin=persistence.begin, offered=OFFERED)
    async with persistence.begin() as work:
        await work.pictures.lock_copies(bench.owner.id, design.parameters.picture_id)
        (listed,) = (await list_designs(bench.owner, page=1, limit=20)).items
    assert listed.quality is not None


async def test_a_paid_design_keeps_its_picture_before_and_after_it_is_drawn(
    persistence: Persistence,
) -> None:
    ordering = Ordering(persistence)
    final = await ordering.final()
    delete = DeletePicture(begin=persistence.begin, clock=ordering.shop.clock)
    picture_id = final.design.parameters.picture_id
    order = await ordering.paid(final)
    with pytest.raises(PictureInUse):
        await delete(ordering.shop.buyer, picture_id)
    await ordering.made(final)
    await ordering.until_statuses(order, DropshipStatus.SUBMITTED)
    with pytest.raises(PictureInUse):
        await delete(ordering.shop.buyer, picture_id)


async def test_a_design_whose_picture_is_deleted_is_not_printed_again(
    persistence: Persistence,
) -> None:
    ordering = Ordering(persistence)
    final = await ordering.final(made=True)
    order = await ordering.paid(final)
    await ordering.until_statuses(order, DropshipStatus.SUBMITTED)
    async with persistence.begin() as work:
        for part in await work.dropships.of_order(order.id):
            locked = await work.dropships.lock(part.id)
            await work.dropships.save(replace(locked, status=DropshipStatus.SHIPPED))
        shipped = replace(await work.orders.lock(order.id), status=OrderStatus.SHIPPED)
        await work.orders.save(shipped)
        await work.commit()
    delete = DeletePicture(begin=persistence.begin, clock=ordering.shop.clock)
    await delete(ordering.shop.buyer, final.design.parameters.picture_id)
    desk = desk_of(persistence)
    with pytest.raises(PictureDeleted):
        await desk.reprint(wish(shipped, line=0))
