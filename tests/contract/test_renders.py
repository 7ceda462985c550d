"""Every collection of renders keeps the same promises."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest

from domain.designs.refusals import RenderNotFound
from domain.designs.render import Render, RenderedFile, RenderKind, render_key
from tests.contract.persistence import Persistence
from tests.contract.sample_design import NOON, a_design, render_of

FILE = RenderedFile(
    asset_key="", width_px=2400, height_px=3000, bytes_count=12, md5="b" * 32, sha256="a" * 64
)


async def test_a_render_is_read_back_as_it_was(persistence: Persistence) -> None:
    render = render_of(await a_design(persistence))
    made = replace(FILE, asset_key=render_key(render.id, 1))
    async with persistence.begin() as work:
        assert await work.renders.add_or_get(render) == render
        assert await work.renders.hold(render.id) == render
        completed = render.begun().completed(made, at=NOON)
        await work.renders.save(completed)
        await work.commit()
    async with persistence.begin(reading=True) as work:
        assert await work.renders.get(render.owner_id, render.id) == completed
        assert await work.renders.get_many([render.id, uuid4()]) == [completed]
        assert await work.renders.hold(uuid4()) is None


async def test_somebody_elses_is_not_there(persistence: Persistence) -> None:
    render = render_of(await a_design(persistence))
    async with persistence.begin() as work:
        await work.renders.add_or_get(render)
        with pytest.raises(RenderNotFound):
            await work.renders.get(uuid4(), render.id)


async def test_one_look_of_one_owner_and_kind_is_one_render(persistence: Persistence) -> None:
    render = render_of(await a_design(persistence))

    async def ask(asked: Render) -> Render:
        async with persistence.begin() as work:
            kept = await work.renders.add_or_get(asked)
            await work.commit()
        return kept

    kept = await asyncio.gather(*(ask(replace(render, id=uuid4())) for _ in range(5)))
    assert len({each.id for each in kept}) == 1
    for other in (
        replace(render, id=uuid4(), kind=RenderKind.PREVIEW, plan=None),
        replace(render, id=uuid4(), owner_id=uuid4()),
        replace(render, id=uuid4(), fingerprint="f" * 64),
    ):
        assert await ask(other) == other


async def test_progress_is_of_the_attempt_that_is_under_way(persistence: Persistence) -> None:
    render = render_of(await a_design(persistence)).begun()
    async with persistence.begin() as work:
        await work.renders.add_or_get(render)
        await work.renders.note_progress(replace(render, attempt=2), 70)
        await work.renders.note_progress(render, 40)
        await work.renders.note_progress(render, 30)
        found = await work.renders.get(render.owner_id, render.id)
    assert found.progress == 40
