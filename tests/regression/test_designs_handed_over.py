"""What is designed at the moment of a log-in, or of its undoing, goes where its picture goes.

A draft begun at that moment stayed the guest's, and a print file that was asked for while the
log-in was undone stayed the user's.
"""

import asyncio
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from application.designs.copy_design import CopyDesign
from application.designs.make_design import MakeDesign
from application.designs.order_render import OrderRender
from application.designs.queue_preview import QueuePreview
from domain.carts.past_merge import Moved
from domain.designs.limits import DesignLimits
from domain.designs.status import DesignStatus
from domain.designs.wish import LookWish
from domain.identity.owner import Owner
from domain.media.refusals import PictureNotFound
from tests.contract.persistence import InPostgres
from tests.contract.render_bench import ATTEMPTS, OFFERED, RenderBench
from tests.contract.sample_design import NOON, design_of, render_of
from tests.contract.sample_goods import a_picture
from tests.regression.test_order_before_its_parts import somebody_waits

LIMITS = DesignLimits(designs_max=9, revisions_max=9)


@pytest.fixture
def bench(postgres_engine: AsyncEngine) -> RenderBench:
    return RenderBench(InPostgres(postgres_engine))


@pytest.mark.parametrize("way", ["begun", "copied"])
async def test_a_draft_waits_for_a_log_in(
    bench: RenderBench, postgres_engine: AsyncEngine, way: str
) -> None:
    """And finds then that the picture is not the guest's any more."""
    draft, user = await bench.draft(), Owner(uuid4())
    make = MakeDesign(
        begin=bench.persistence.begin,
        offered=OFFERED,
        limits=LIMITS,
        clock=bench.clock,
        new_id=uuid4,
    )
    copy = CopyDesign(
        begin=bench.persistence.begin,
        offered=OFFERED,
        limits=LIMITS,
        clock=bench.clock,
        new_id=uuid4,
    )
    wish = LookWish(
        template_id="full-bleed",
        picture_id=draft.parameters.picture_id,
        frame_size="8x10",
        frame_style="classic",
        frame_material="black",
    )
    async with bench.persistence.begin() as work:
        await work.belongings.move(bench.owner.id, user.id)
        if way == "begun":
            designing = asyncio.create_task(make(bench.owner, wish))
        else:
            designing = asyncio.create_task(copy(bench.owner, draft.id, LookWish()))
        await somebody_waits(postgres_engine)
        await work.commit()
    with pytest.raises(PictureNotFound):
        await designing
    assert await designs_of(bench, bench.owner.id) == []
    assert await designs_of(bench, user.id) == [draft.id]


async def designs_of(bench: RenderBench, owner_id: UUID) -> list[UUID]:
    async with bench.persistence.begin(reading=True) as work:
        return [each.id for each in (await work.designs.page(owner_id, page=1, limit=9)).items]


async def test_what_is_made_final_while_a_merge_is_undone_goes_back_whole(
    bench: RenderBench, postgres_engine: AsyncEngine
) -> None:
    guest, user = uuid4(), uuid4()
    picture = a_picture(user)
    draft = design_of(picture)
    render = render_of(draft)
    async with bench.persistence.begin() as work:
        await work.pictures.add(picture)
        await work.designs.add(draft)
        await work.commit()

    async def undone() -> None:
        async with bench.persistence.begin() as work:
            await work.belongings.move_back(guest, user, Moved(pictures=(picture.id,)))
            await work.commit()

    async with bench.persistence.begin() as work:
        design = await work.designs.hold(user, draft.id)
        await work.pictures.hold(user, picture.id)
        await work.renders.add_or_get(render)
        undoing = asyncio.create_task(undone())
        await somebody_waits(postgres_engine)
        final = design.finalized(render.id, DesignStatus.QUEUED, at=design.updated_at)
        await work.designs.save(final)
        await work.commit()
    await undoing
    async with bench.persistence.begin(reading=True) as work:
        assert (await work.designs.get(guest, draft.id)).render_id == render.id
        assert (await work.renders.get(guest, render.id)).id == render.id


async def test_a_large_preview_waits_for_a_deletion(
    bench: RenderBench, postgres_engine: AsyncEngine
) -> None:
    """And none is left of a picture that is not there any more."""
    design = await bench.draft()
    queue = QueuePreview(
        begin=bench.persistence.begin,
        offered=OFFERED,
        order_render=OrderRender(clock=bench.clock, new_id=uuid4, attempts_max=ATTEMPTS),
        renderer_version="1",
        long_side_px=2400,
        kept_max=5,
    )
    async with bench.persistence.begin() as work:
        copies = await work.pictures.lock_copies(bench.owner.id, design.parameters.picture_id)
        ids = [each.id for each in copies]
        await work.pictures.forget(ids, NOON)
        await work.renders.forget_of(ids, NOON)
        asking = asyncio.create_task(queue(bench.owner, design.id, LookWish()))
        await somebody_waits(postgres_engine)
        await work.commit()
    with pytest.raises(PictureNotFound):
        await asking
