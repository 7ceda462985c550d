"""A design that is made final at the moment its guest logs in goes over with its render."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.designs.refusals import DesignNotFound
from domain.designs.render import Render
from domain.identity.owner import Owner
from tests.contract.persistence import InPostgres
from tests.contract.render_bench import RenderBench


@dataclass
class Slowly:
    """The log-in comes when the render is written down, and not yet for good."""

    bench: RenderBench
    user: Owner = field(default_factory=lambda: Owner(uuid4()))
    logging_in: asyncio.Task[None] | None = None

    async def __call__(self, *asked: Any, **more: Any) -> Render:
        render = await self.bench.finalize.order_render(*asked, **more)
        self.logging_in = asyncio.create_task(self.log_in())
        # Long enough for it to look at what there is; it waits for the design then.
        await asyncio.wait({self.logging_in}, timeout=0.5)
        return render

    async def log_in(self) -> None:
        async with self.bench.persistence.begin() as work:
            await work.belongings.move(self.bench.owner.id, self.user.id)
            await work.commit()


@pytest.fixture
def bench(postgres_engine: AsyncEngine) -> RenderBench:
    return RenderBench(InPostgres(postgres_engine))


async def test_its_render_is_the_users(bench: RenderBench) -> None:
    design, slowly = await bench.draft(), Slowly(bench)
    finalize = replace(bench.finalize, order_render=slowly)  # type: ignore[arg-type]
    render = await finalize(bench.owner, design.id)
    assert slowly.logging_in is not None
    await slowly.logging_in
    user = slowly.user
    async with bench.persistence.begin(reading=True) as work:
        assert (await work.designs.get(user.id, design.id)).render_id == render.id
        assert (await work.renders.get(user.id, render.id)).id == render.id
    assert (await bench.finalize(user, design.id)).id == render.id


async def test_after_it_the_guest_has_nothing_to_make_final(bench: RenderBench) -> None:
    design, slowly = await bench.draft(), Slowly(bench)
    await slowly.log_in()
    with pytest.raises(DesignNotFound):
        await bench.finalize(bench.owner, design.id)
