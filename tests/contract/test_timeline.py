"""Every timeline tells what happened, in order, and can only grow."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.orders.timeline import TimelineEntry
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import NOON
from tests.contract.sample_order import an_order


async def test_entries_come_back_oldest_first(persistence: Persistence) -> None:
    order, other = an_order(), an_order()
    entries = [
        TimelineEntry(order_id=order.id, at=NOON, actor="buyer", event="order_drafted"),
        TimelineEntry(
            order_id=order.id,
            at=NOON,
            actor="stripe",
            event="paid",
            why="amount_differs",
            before="awaiting_payment",
            after="paid",
            data={"amount": "£25.00"},
        ),
        TimelineEntry(order_id=order.id, at=NOON, actor="prodigi", event="order_shipped"),
    ]
    async with persistence.begin() as work:
        await work.orders.add(order)
        await work.orders.add(other)
        await work.timeline.add(*entries[:2])
        await work.timeline.add(entries[2])
        await work.timeline.add()
        await work.commit()
    async with persistence.begin(reading=True) as work:
        assert list(await work.timeline.of(order.id)) == entries
        assert list(await work.timeline.of(other.id)) == []
        assert list(await work.timeline.of(uuid4())) == []


@pytest.mark.parametrize("table", ["timeline", "payment_facts", "inbox"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
async def test_the_database_refuses_to_rewrite_history(
    postgres_engine: AsyncEngine, table: str, change: str
) -> None:
    column = {"timeline": "why", "payment_facts": "seen_at", "inbox": "type"}[table]
    with pytest.raises(DBAPIError, match="append-only"):
        async with postgres_engine.begin() as connection:
            await connection.execute(text(change.format(table, column, column)))
