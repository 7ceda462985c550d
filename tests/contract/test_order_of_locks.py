"""Whoever waits for an order holds none of its prints: so no two ever wait in a circle."""

import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.contract.persistence import InPostgres
from tests.regression.test_order_before_its_parts import somebody_waits
from tests.unit.checkout.shop import Shop

FREE = text(
    "SELECT count(*) FROM (SELECT id FROM dropships WHERE order_id = :id "
    "FOR UPDATE SKIP LOCKED) AS free"
)


async def test_a_submission_waits_for_its_order_with_empty_hands(
    postgres_engine: AsyncEngine,
) -> None:
    shop = Shop(InPostgres(postgres_engine))
    checkout = await shop.check_out()
    order_id, session_id = checkout.order.id, checkout.session.session_id or ""
    shop.gateway.money_arrives(session_id, payment_intent_id=f"pi_{order_id}")
    at_the_lab, answer = asyncio.Event(), asyncio.Event()
    submit = shop.lab.submit

    async def submit_slowly(request_body: bytes) -> object:
        submission = await submit(request_body)
        at_the_lab.set()
        await answer.wait()
        return submission

    shop.lab.submit = submit_slowly  # type: ignore[method-assign, assignment]
    await shop.deliver("checkout.session.completed", session_id)
    working = asyncio.create_task(shop.work())
    await at_the_lab.wait()
    async with shop.begin() as work, postgres_engine.connect() as looking:
        order = await work.orders.lock(order_id)
        answer.set()
        await somebody_waits(postgres_engine)
        free = await looking.scalar(FREE, {"id": order_id})
    await working
    assert free == len(order.lines)
