"""What staff look for is found by an index: the statements that are really sent are explained.

A table of a few rows is always read as a whole, so other ways are closed here; that the planner
takes this one by itself was seen with 100,000 orders.
"""

from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.postgres.work import PostgresBegin, PostgresWork
from application.reconciliation.staff_ports import OrderSearch
from domain.orders.status import OrderStatus
from tests.contract.overheard import overheard

Look = Callable[[PostgresWork], Awaitable[object]]
LOOKS: dict[str, Look] = {
    "ix_jobs_order": lambda work: work.job_register.of_order(uuid4(), 100),
    "ix_jobs_payment": lambda work: work.jobs.told_of("pi_1"),
    "ix_attention_items_order": lambda work: work.attention_list.of_order(uuid4()),
    "ix_orders_email_begins": lambda work: _page(work, query="Ada@"),
    "ix_orders_number_begins": lambda work: _page(work, query="pp-10"),
    "ix_orders_placed": lambda work: _page(work),
    "ix_orders_held": lambda work: _page(work, held=True),
    "ix_orders_status": lambda work: _page(work, status=OrderStatus.CANCELLED),
}
CLOSED = {"begins": ("seqscan", "indexscan"), "held": ("seqscan", "sort", "bitmapscan")}


async def _page(
    work: PostgresWork,
    *,
    query: str | None = None,
    held: bool | None = None,
    status: OrderStatus | None = None,
) -> object:
    return await work.order_register.page(OrderSearch(status=status, held=held, query=query), 1, 20)


@pytest.mark.parametrize("index", LOOKS)
async def test_what_staff_look_for_has_an_index(postgres_engine: AsyncEngine, index: str) -> None:
    with overheard(postgres_engine) as said:
        async with PostgresBegin(postgres_engine)(reading=True) as work:
            await LOOKS[index](work)
    statement, given = said[0]
    async with postgres_engine.connect() as connection:
        for way in CLOSED.get(index.rpartition("_")[2], ("seqscan",)):
            await connection.execute(text(f"SET LOCAL enable_{way} = off"))
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        plan = await driver.fetch(f"EXPLAIN {statement}", *given)
    assert index in "\n".join(row[0] for row in plan)
