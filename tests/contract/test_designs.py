"""Every collection of designs keeps the same promises."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from domain.designs.refusals import DesignNotFound
from domain.designs.render import Render
from domain.designs.status import DesignStatus
from tests.contract.persistence import Persistence
from tests.contract.sample_design import NOON, a_design, design_of, parameters_of, render_of
from tests.contract.sample_goods import a_picture


async def test_a_design_is_read_back_as_it_was(persistence: Persistence) -> None:
    design = await a_design(persistence)
    async with persistence.begin(reading=True) as work:
        assert await work.designs.get(design.owner_id, design.id) == design
        found, picture = await work.designs.with_picture(design.owner_id, design.id)
    assert found == design
    assert picture is not None
    assert picture.id == design.parameters.picture_id
    assert found.parameters.crc32 == design.parameters.crc32


async def test_somebody_elses_is_not_there(persistence: Persistence) -> None:
    design = await a_design(persistence)
    stranger = uuid4()
    async with persistence.begin() as work:
        for asking in (work.designs.get, work.designs.hold, work.designs.with_picture):
            with pytest.raises(DesignNotFound):
                await asking(stranger, design.id)
        assert not (await work.designs.page(stranger, page=1, limit=10)).items
        assert await work.designs.count(stranger) == 0


async def test_a_change_is_a_new_revision_and_no_revision_changes(
    persistence: Persistence,
) -> None:
    design = await a_design(persistence)
    seen = parameters_of(design.parameters.picture_id, zoom=2.0)
    changed = design.changed(seen, at=NOON + timedelta(minutes=1))
    async with persistence.begin() as work:
        await work.designs.save(changed)
        # A revision that is there already stays what it was.
        await work.designs.save(replace(changed, parameters=design.parameters))
        await work.commit()
    async with persistence.begin(reading=True) as work:
        found = await work.designs.get(design.owner_id, design.id)
    assert (found.revision, found.parameters) == (2, seen)


async def test_a_deleted_picture_is_none(persistence: Persistence) -> None:
    design = await a_design(persistence)
    async with persistence.begin() as work:
        await work.designs.save(design.changed(parameters_of(uuid4()), at=NOON))
        await work.commit()
    async with persistence.begin(reading=True) as work:
        found, picture = await work.designs.with_picture(design.owner_id, design.id)
    assert found.revision == 2
    assert picture is None


async def test_pages_are_newest_first(persistence: Persistence) -> None:
    picture = a_picture(uuid4())
    designs = [design_of(picture, at=NOON + timedelta(minutes=minute)) for minute in range(5)]
    async with persistence.begin() as work:
        for design in designs:
            await work.designs.add(design)
        await work.commit()
    async with persistence.begin(reading=True) as work:
        first = await work.designs.page(picture.owner_id, page=1, limit=3)
        last = await work.designs.page(picture.owner_id, page=2, limit=3)
        assert await work.designs.count(picture.owner_id) == 5
    assert [*first.items, *last.items] == designs[::-1]
    assert (first.has_more, last.has_more) == (True, False)


async def test_a_draft_goes_with_its_revisions(persistence: Persistence) -> None:
    design = await a_design(persistence)
    async with persistence.begin() as work:
        await work.designs.remove(design.id)
        await work.commit()
    async with persistence.begin() as work:
        with pytest.raises(DesignNotFound):
            await work.designs.get(design.owner_id, design.id)
        await work.designs.add(replace(design, parameters=parameters_of(uuid4())))
        again = await work.designs.get(design.owner_id, design.id)
    assert again.parameters != design.parameters


async def finalized(persistence: Persistence, status: DesignStatus) -> tuple[Render, list[object]]:
    first = await a_design(persistence)
    render = render_of(first)
    twin = replace(first, id=uuid4())
    async with persistence.begin() as work:
        await work.renders.add_or_get(render)
        await work.designs.add(twin)
        for design in (first, twin):
            await work.designs.save(design.finalized(render.id, DesignStatus.QUEUED, at=NOON))
        await work.designs.follow(render.id, status, NOON)
        await work.commit()
    async with persistence.begin(reading=True) as work:
        page = await work.designs.page(first.owner_id, page=1, limit=10)
    return render, [design.status for design in page.items]


async def test_all_designs_of_a_render_follow_it(persistence: Persistence) -> None:
    _, statuses = await finalized(persistence, DesignStatus.RENDERING)
    assert statuses == [DesignStatus.RENDERING] * 2


async def test_what_is_ready_follows_no_more(persistence: Persistence) -> None:
    render, statuses = await finalized(persistence, DesignStatus.READY)
    assert statuses == [DesignStatus.READY] * 2
    async with persistence.begin() as work:
        await work.designs.follow(render.id, DesignStatus.FAILED, NOON)
        page = await work.designs.page(render.owner_id, page=1, limit=10)
    assert [design.status for design in page.items] == [DesignStatus.READY] * 2
