"""Closing an item and retrying a job once took their own row first: a circle with a repair."""

import asyncio
from collections.abc import Awaitable
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from application.reconciliation.resolve_attention import ResolveAttention
from application.reconciliation.retry_job import RetryJob
from domain.operations.attention import Attention
from domain.orders.order import Order
from tests.contract.persistence import InPostgres
from tests.contract.staff_desk import Desk, desk_of
from tests.regression.test_order_before_its_parts import somebody_waits

FREE = text(
    "SELECT (SELECT count(*) FROM (SELECT id FROM attention_items WHERE dedupe_key = :key "
    "FOR UPDATE SKIP LOCKED) AS item) + (SELECT count(*) FROM (SELECT id FROM jobs "
    "WHERE id = :job_id FOR UPDATE SKIP LOCKED) AS job)"
)
DIE = text(
    "INSERT INTO jobs (id, kind, dedupe_key, payload, state) VALUES (:job_id, 'poll_dropships', "
    ":key, jsonb_build_object('order_id', CAST(:order_id AS text)), 'dead')"
)


async def dead_job(desk: Desk, engine: AsyncEngine, order: Order) -> UUID:
    job_id = uuid4()
    async with engine.begin() as connection:
        given = {"job_id": job_id, "key": str(job_id), "order_id": str(order.id)}
        await connection.execute(DIE, given)
    async with desk.shop.begin() as work:
        await work.attention.add(
            Attention(
                reason="job_dead",
                dedupe_key=f"dead-job:{job_id}",
                at=desk.shop.clock.now(),
                order_id=order.id,
            )
        )
        await work.commit()
    return job_id


@pytest.mark.parametrize("act", ["resolve", "retry"])
async def test_whoever_waits_for_the_order_has_empty_hands(
    postgres_engine: AsyncEngine, act: str
) -> None:
    desk = desk_of(InPostgres(postgres_engine))
    order = await desk.paid()
    job_id = await dead_job(desk, postgres_engine, order)
    begin, clock = desk.shop.begin, desk.shop.clock
    async with desk.shop.begin(reading=True) as work:
        item = await work.attention_list.find(f"dead-job:{job_id}")
    assert item is not None
    waits: Awaitable[object] = (
        ResolveAttention(begin=begin, clock=clock)(item.id, uuid4(), "seen to")
        if act == "resolve"
        else RetryJob(begin=begin, clock=clock)(job_id, uuid4())
    )
    async with desk.shop.begin() as work, postgres_engine.connect() as looking:
        await work.orders.lock(order.id)
        acting = asyncio.ensure_future(waits)
        await somebody_waits(postgres_engine)
        free = await looking.scalar(FREE, {"key": item.dedupe_key, "job_id": job_id})
    await acting
    assert free == 2
    await desk.shop.work()
