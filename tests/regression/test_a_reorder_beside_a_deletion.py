"""Ordering again held a render and waited for its picture; a deletion does it the other way round.

The two waited in a circle until the database undid one of them. And two buyers' tabs that order
the same designs again lock their renders in one sequence.
"""

import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.contract.ordering import Ordering
from tests.contract.persistence import InPostgres
from tests.regression.test_order_before_its_parts import somebody_waits

LOCK = text("SELECT 1 FROM pictures WHERE id = :id FOR UPDATE")
FREE = text(
    "SELECT count(*) FROM (SELECT id FROM renders WHERE id = :id FOR UPDATE SKIP LOCKED) AS free"
)


async def test_who_waits_for_a_picture_holds_no_render_of_it(postgres_engine: AsyncEngine) -> None:
    ordering = Ordering(InPostgres(postgres_engine))
    final = await ordering.final()
    order = await ordering.place(ordering.wish(final))
    async with postgres_engine.connect() as deleting, postgres_engine.connect() as looking:
        await deleting.execute(LOCK, {"id": final.design.parameters.picture_id})
        reordering = asyncio.create_task(ordering.again(order))
        await somebody_waits(postgres_engine)
        free = await looking.scalar(FREE, {"id": final.render.id})
        await looking.rollback()
        await deleting.rollback()
        again, _ = await reordering
    assert free == 1
    assert [line.render_id for line in again.lines] == [final.render.id]
