"""Noting a submission once took the print's lock before the order's: a circle with callbacks."""

import asyncio
import time

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.fulfilment.status import DropshipStatus
from domain.operations.job import JobKind
from tests.contract.persistence import PATIENCE_S, InPostgres
from tests.unit.checkout.shop import Shop

WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND wait_event_type = 'Lock'"
)


async def somebody_waits(engine: AsyncEngine) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        async with engine.connect() as connection:
            if await connection.scalar(WAITING):
                return
        await asyncio.sleep(0.02)
    raise TimeoutError


async def test_a_submission_and_a_look_at_the_lab_do_not_wait_in_a_circle(
    postgres_engine: AsyncEngine,
) -> None:
    shop = Shop(InPostgres(postgres_engine))
    await shop.fill_cart()
    checkout = await shop.checkout(shop.wish())
    session_id = checkout.session.session_id or ""
    shop.gateway.money_arrives(session_id, payment_intent_id=f"pi_{checkout.order.id}")
    submitted, look = asyncio.Event(), asyncio.Event()
    submit = shop.lab.submit

    async def submit_slowly(request_body: bytes) -> object:
        answer = await submit(request_body)
        submitted.set()
        await look.wait()
        return answer

    shop.lab.submit = submit_slowly  # type: ignore[method-assign, assignment]
    await shop.deliver("checkout.session.completed", session_id)
    working = asyncio.create_task(shop.work())
    await submitted.wait()
    parts = await shop.parts(checkout.order.id)
    async with shop.begin() as work:
        await work.orders.lock(checkout.order.id)
        look.set()
        await somebody_waits(postgres_engine)
        for part in parts:
            await work.dropships.lock(part.id)
        await work.commit()
    await working
    assert (JobKind.SUBMIT_DROPSHIP, "retry") not in shop.journal.fates
    statuses = {part.status for part in await shop.parts(checkout.order.id)}
    assert statuses == {DropshipStatus.SUBMITTED}
