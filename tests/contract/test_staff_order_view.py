"""Looking at an order makes nobody wait, waits for nobody, and reads each fact once."""

import asyncio
from collections import Counter

import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.postgres.snapshot import snapshots
from adapters.outbound.postgres.work import PostgresBegin
from application.reconciliation.show_any_order import ShowAnyOrder
from domain.orders.order import Order
from domain.payments.facts import FactKind, PaymentFact
from tests.contract.overheard import overheard
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import NOON
from tests.contract.sample_order import an_order

TABLES = (
    "attention_items",
    "dropships",
    "jobs",
    "order_lines",
    "orders",
    "payment_facts",
    "refunds",
    "timeline",
)
FAR_TOO_LONG_S = 10.0


async def placed(engine: AsyncEngine) -> Order:
    order = an_order()
    async with PostgresBegin(engine)() as work:
        await work.orders.add(order)
        await work.commit()
    return order


async def test_an_order_that_somebody_changes_is_shown_without_waiting(
    postgres_engine: AsyncEngine,
) -> None:
    order = await placed(postgres_engine)
    show = ShowAnyOrder(snapshot=snapshots(postgres_engine))
    async with PostgresBegin(postgres_engine)() as work:
        await work.orders.lock(order.id)
        whole = await asyncio.wait_for(show(order.id), FAR_TOO_LONG_S)
    assert whole.picture.order == order


async def test_a_snapshot_refuses_locks_and_sees_one_moment(postgres_engine: AsyncEngine) -> None:
    order = await placed(postgres_engine)
    fact = PaymentFact(
        order_id=order.id,
        kind=FactKind.SUCCEEDED,
        object_id=f"cs_{order.id}",
        amount=order.totals.total,
        seen_at=NOON,
    )
    async with snapshots(postgres_engine)() as seen:
        assert await seen.order_register.get(order.id) == order
        async with PostgresBegin(postgres_engine)() as work:
            await work.payment_facts.add(fact)
            await work.commit()
        assert await seen.payment_facts.of(order.id) == []
        with pytest.raises(DBAPIError, match="read-only"):
            await seen.orders.lock(order.id)
    # The connection it had is an ordinary one again.
    async with PostgresBegin(postgres_engine)() as work:
        assert await work.orders.lock(order.id) == order


async def test_each_table_is_read_once(postgres_engine: AsyncEngine) -> None:
    order = await placed(postgres_engine)
    with overheard(postgres_engine) as found:
        await ShowAnyOrder(snapshot=snapshots(postgres_engine))(order.id)
    said = [statement for statement, _ in found]
    read = Counter(table for statement in said for table in TABLES if f"FROM {table}" in statement)
    assert read == Counter(TABLES)
    assert not [statement for statement in said if "FOR UPDATE" in statement]


async def test_the_view_is_the_same_wherever_the_shop_keeps_its_state(
    persistence: Persistence,
) -> None:
    order = an_order()
    async with persistence.begin() as work:
        await work.orders.add(order)
        await work.commit()
    whole = await ShowAnyOrder(snapshot=persistence.begin)(order.id)
    assert (whole.picture.order, whole.ledger_mismatches) == (order, [])
