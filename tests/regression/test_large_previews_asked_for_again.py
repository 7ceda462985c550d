"""Large previews make room for newer ones: not the one asked for, and not only when drawn."""

from datetime import timedelta
from uuid import uuid4

from application.designs.order_render import OrderRender
from application.designs.queue_preview import QueuePreview
from domain.designs.render import Render, RenderedFile, render_key
from domain.designs.wish import LookWish, PlacementWish
from tests.contract.persistence import Persistence
from tests.contract.render_bench import OFFERED, RenderBench

KEPT = 2


def queueing(bench: RenderBench) -> QueuePreview:
    return QueuePreview(
        begin=bench.persistence.begin,
        offered=OFFERED,
        order_render=OrderRender(clock=bench.clock, new_id=uuid4, attempts_max=3),
        renderer_version="1",
        long_side_px=2400,
        kept_max=KEPT,
    )


async def test_those_that_a_slider_has_passed_are_not_drawn(persistence: Persistence) -> None:
    bench = RenderBench(persistence)
    design, queue = await bench.draft(), queueing(bench)
    asked = []
    for zoom in (1.0, 1.1, 1.2, 1.3):
        wish = LookWish(placement=PlacementWish(zoom=zoom))
        asked.append(await queue(bench.owner, design.id, wish))
        bench.clock.advance(timedelta(seconds=1))
    for passed in asked[:-KEPT]:
        await bench.attempt(passed)
    assert bench.renderer.drawn == 0
    for wanted in asked[-KEPT:]:
        await bench.attempt(wanted)
    assert bench.renderer.drawn == KEPT


async def test_what_is_asked_for_again_is_still_there(persistence: Persistence) -> None:
    bench = RenderBench(persistence)
    design, queue = await bench.draft(), queueing(bench)

    async def asked(zoom: float) -> Render:
        bench.clock.advance(timedelta(seconds=1))
        return await queue(bench.owner, design.id, LookWish(placement=PlacementWish(zoom=zoom)))

    async def saved(render: Render) -> Render:
        async with persistence.begin() as work:
            await work.renders.save(render)
            await work.commit()
        return render

    # Drawn for so long that others were asked for meanwhile.
    slow = await saved((await asked(1.0)).begun())
    for zoom in (1.1, 1.2):
        await asked(zoom)
    made = RenderedFile(
        asset_key=render_key(slow.id, 1), width_px=1, height_px=1, bytes_count=1, md5="", sha256=""
    )
    await saved(slow.completed(made, at=bench.clock.now()))
    again = await asked(1.0)
    assert again.id == slow.id
    async with persistence.begin(reading=True) as work:
        assert (await work.renders.get(bench.owner.id, again.id)).file == made
