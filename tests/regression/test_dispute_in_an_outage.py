"""A dispute told before its payment was taken in, as the provider could not be asked about it.

It was given up after some minutes. When it waited as long as the payment did, the payment could
still come first, and the disputed order went to the lab while the dispute slept.
"""

import random
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from adapters.outbound.memory.planned_trouble import PlannedTrouble
from application.shared.outcomes import Unavailable
from domain.operations.job import JobKind, JobState
from tests.contract.persistence import Persistence
from tests.unit.checkout.shop import Shop

DISPUTE = "charge.dispute.created"
MONEY = {"amount": "5000", "currency": "GBP"}
MINUTE = timedelta(minutes=1)


async def minutes_go_by(shop: Shop, minutes: int) -> None:
    for _ in range(minutes):
        await shop.work()
        shop.clock.advance(MINUTE)


@pytest.mark.parametrize("seed", range(6))
async def test_whichever_wakes_first_the_lab_hears_nothing(seed: int) -> None:
    shop = Shop()
    shop.run = replace(shop.run, roll=random.Random(seed).random)  # noqa: S311 - chance, no secret
    checkout = await shop.check_out()
    session_id = checkout.session.session_id or ""
    shop.gateway.money_arrives(session_id)
    for _ in range(500):
        shop.gateway.trouble.before_effect(Unavailable("stripe", "APIConnectionError no answer"))
    await shop.deliver("checkout.session.completed", session_id)
    await shop.deliver(DISPUTE, "dp_1", payment_intent_id="pi_1", **MONEY)
    await minutes_go_by(shop, 360)
    assert not (await shop.order(checkout.order.id)).has_been_paid
    shop.gateway.trouble = PlannedTrouble()
    await minutes_go_by(shop, 60)
    order = await shop.order(checkout.order.id)
    assert order.has_been_paid
    assert order.held_because == "disputed"
    assert [item.reason for item in shop.attention] == [DISPUTE]
    assert shop.lab.orders == ()


async def test_a_dispute_long_before_its_payment_keeps_it_from_the_lab() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    session_id = checkout.session.session_id or ""
    shop.gateway.money_arrives(session_id)
    await shop.deliver(DISPUTE, "dp_1", payment_intent_id="pi_1", **MONEY)
    await minutes_go_by(shop, 60)
    await shop.deliver("checkout.session.completed", session_id)
    await minutes_go_by(shop, 60)
    assert (await shop.order(checkout.order.id)).held_because == "disputed"
    assert shop.lab.orders == ()


async def test_one_that_was_given_up_holds_its_order_and_says_so() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    session_id = checkout.session.session_id or ""
    shop.gateway.money_arrives(session_id)
    await shop.deliver(DISPUTE, "dp_1", payment_intent_id="pi_1", **MONEY)
    await shop.work(hours=14 * 24)
    assert shop.jobs(JobKind.HANDLE_STRIPE_EVENT, JobState.DEAD)
    await shop.deliver("checkout.session.completed", session_id)
    await shop.work(hours=1)
    order = await shop.order(checkout.order.id)
    assert order.held_because == "disputed"
    timeline = await shop.timeline(order.id)
    assert [each.why for each in timeline if each.event == "paid"] == ["disputed"]
    await shop.deliver(
        "charge.dispute.closed", "dp_1", payment_intent_id="pi_1", status="won", **MONEY
    )
    await shop.work(hours=1)
    assert len(shop.lab.orders) == len(order.lines)


@pytest.mark.parametrize("amount, currency", [("3000000000", "IDR"), ("5000", "USDC")])
async def test_an_event_that_no_row_can_hold_keeps_no_payment_out(
    persistence: Persistence, amount: str, currency: str
) -> None:
    shop = Shop(persistence)
    checkout = await shop.check_out()
    session_id, payment = checkout.session.session_id or "", f"pi_{uuid4()}"
    shop.gateway.money_arrives(session_id, payment_intent_id=payment)
    told = {"amount": amount, "currency": currency}
    odd, paid = f"evt_{uuid4()}", f"evt_{uuid4()}"
    await shop.deliver(DISPUTE, f"dp_{uuid4()}", odd, payment_intent_id=payment, **told)
    await shop.deliver("checkout.session.completed", session_id, paid)
    assert await shop.run.by_id(await persistence.job_id(f"stripe:{paid}"))
    assert (await shop.order(checkout.order.id)).has_been_paid
    # Other tests do what is left over in this database.
    lease = await persistence.queue.claim(await persistence.job_id(f"stripe:{odd}"))
    assert lease is not None
    async with persistence.begin() as work:
        await work.jobs.finish(lease)
        await work.commit()
    await shop.work()
