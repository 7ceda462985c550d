"""Whoever changes an order or a cart has it alone until the change is committed."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncEngine

from tests.contract.persistence import InPostgres
from tests.contract.sample_goods import NOON
from tests.contract.test_dropships import an_order_of
from tests.regression.test_order_before_its_parts import somebody_waits


async def is_waited_for(engine: AsyncEngine, other: asyncio.Task[Any]) -> bool:
    """False when the other one went through."""
    waiting = asyncio.create_task(somebody_waits(engine))
    await asyncio.wait({other, waiting}, return_when=asyncio.FIRST_COMPLETED)
    if other.done():
        waiting.cancel()
        return False
    await waiting
    return True


async def test_a_locked_order_is_waited_for(postgres_engine: AsyncEngine) -> None:
    persistence = InPostgres(postgres_engine)
    order = await an_order_of(persistence, 1)

    async def found_paid() -> bool:
        async with persistence.begin() as work:
            return (await work.orders.lock(order.id)).has_been_paid

    async with persistence.begin() as work:
        locked = await work.orders.lock(order.id)
        other = asyncio.create_task(found_paid())
        assert await is_waited_for(postgres_engine, other)
        await work.orders.save(locked.pay(None, at=NOON))
        await work.commit()
    assert await other


async def test_a_locked_cart_is_waited_for(postgres_engine: AsyncEngine) -> None:
    begin, owner_id = InPostgres(postgres_engine).begin, uuid4()

    async def locked() -> UUID:
        async with begin() as work:
            found = await work.carts.lock(owner_id, uuid4(), "GBP")
            await work.commit()
        return found.cart.id

    cart_id = await locked()
    async with begin() as work:
        await work.carts.lock(owner_id, uuid4(), "GBP")
        other = asyncio.create_task(locked())
        assert await is_waited_for(postgres_engine, other)
    assert await other == cart_id
