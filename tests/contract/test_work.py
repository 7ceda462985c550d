"""Every unit of work happens together when committed, or not at all."""

import asyncio
from uuid import uuid4

import pytest

from domain.operations.attention import Attention
from domain.operations.job import JobKind, NewJob
from domain.orders.order import OrderNotFound
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import NOON
from tests.contract.sample_order import an_order


class PowerCut(Exception):
    """What ends a work halfway."""


async def test_committed_work_stays(persistence: Persistence) -> None:
    order = an_order()
    async with persistence.begin() as work:
        await work.orders.add(order)
        await work.commit()
    async with persistence.begin(reading=True) as work:
        assert await work.orders.get(order.owner_id, order.id) == order


async def test_work_left_without_commit_is_undone(persistence: Persistence) -> None:
    order = an_order()
    async with persistence.begin() as work:
        await work.orders.add(order)
    async with persistence.begin(reading=True) as work:
        with pytest.raises(OrderNotFound):
            await work.orders.get(order.owner_id, order.id)


async def test_work_that_fails_is_undone_as_a_whole(persistence: Persistence) -> None:
    order, key = an_order(), f"key-{uuid4()}"
    with pytest.raises(PowerCut):
        async with persistence.begin() as work:
            await work.orders.add(order)
            await work.jobs.add([NewJob(kind=JobKind.SEND_MAIL, dedupe_key=key)])
            raise PowerCut
    async with persistence.begin() as work:
        with pytest.raises(OrderNotFound):
            await work.orders.lock(order.id)
        # The key is free again, so the job was undone with the order.
        await work.jobs.add([NewJob(kind=JobKind.SEND_MAIL, dedupe_key=key)])
        await work.commit()
    assert await persistence.queue.claim(await persistence.job_id(key)) is not None


async def test_what_follows_a_commit_needs_another(persistence: Persistence) -> None:
    first, second = an_order(), an_order()
    async with persistence.begin() as work:
        await work.orders.add(first)
        await work.commit()
        await work.orders.add(second)
    async with persistence.begin(reading=True) as work:
        assert await work.orders.get(first.owner_id, first.id) == first
        with pytest.raises(OrderNotFound):
            await work.orders.get(second.owner_id, second.id)


async def test_nobody_sees_what_is_not_committed(persistence: Persistence) -> None:
    order = an_order()

    async def reads() -> None:
        async with persistence.begin(reading=True) as work:
            await work.orders.get(order.owner_id, order.id)

    async with persistence.begin() as work:
        await work.orders.add(order)
        reader = asyncio.create_task(reads())
        await asyncio.wait([reader], timeout=0.1)
    with pytest.raises(OrderNotFound):
        await reader


async def test_equal_trouble_is_one_attention_item(persistence: Persistence) -> None:
    order = an_order()
    item = Attention(
        reason="amount_differs",
        dedupe_key=f"trouble-{uuid4()}",
        at=NOON,
        order_id=order.id,
        details={"captured": "£1.00"},
    )
    for _ in range(2):
        async with persistence.begin() as work:
            if _ == 0:
                await work.orders.add(order)
            await work.attention.add(item)
            await work.commit()
    async with persistence.begin(reading=True) as work:
        assert list(await work.attention.open_reasons(order.id)) == ["amount_differs"]
    assert await persistence.attention_of(item.dedupe_key) == {"captured": "£1.00"}
