"""What the collections refuse by themselves, whatever the code above them does."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.contract.persistence import InPostgres, Persistence
from tests.contract.test_dropships import a_dropship, added, an_order_of, of_order

ONE_MORE = text("UPDATE orders SET total = total + 1 WHERE id = :id")


async def test_two_production_orders_never_share_a_key(persistence: Persistence) -> None:
    order = await an_order_of(persistence, 2)
    first = a_dropship(order)
    second = replace(a_dropship(order, 1), idempotency_key=first.idempotency_key)
    await added(persistence, first)
    await added(persistence, second)
    assert await of_order(persistence, order) == [first]


async def test_a_line_has_one_production_order_for_a_number_whatever_its_key(
    persistence: Persistence,
) -> None:
    order = await an_order_of(persistence, 1)
    first = a_dropship(order)
    await added(persistence, first)
    await added(persistence, replace(a_dropship(order), idempotency_key="another"))
    assert await of_order(persistence, order) == [first]


async def test_a_total_that_does_not_add_up_is_not_stored(postgres_engine: AsyncEngine) -> None:
    order = await an_order_of(InPostgres(postgres_engine), 1)
    async with postgres_engine.connect() as connection:
        with pytest.raises(IntegrityError):
            await connection.execute(ONE_MORE, {"id": order.id})
