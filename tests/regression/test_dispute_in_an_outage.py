"""A dispute told before its payment was taken in, as the provider could not be asked about it.

It was given up after some minutes. When it waited as long as the payment did, the payment could
still come first, and the disputed order went to the lab while the dispute slept.
"""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.outbound.memory.planned_trouble import PlannedTrouble
from application.shared.outcomes import Unavailable
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
