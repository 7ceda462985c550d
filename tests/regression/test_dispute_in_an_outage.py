"""A dispute told while the provider could not be asked about its payment was given up after some
minutes; when the payment was taken in at last, the disputed order went to the lab.
"""

from adapters.outbound.memory.planned_trouble import PlannedTrouble
from application.shared.outcomes import Unavailable
from tests.unit.checkout.shop import Shop


async def test_it_waits_as_long_as_the_payment_does() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    session_id = checkout.session.session_id or ""
    shop.gateway.money_arrives(session_id)
    for _ in range(200):
        shop.gateway.trouble.before_effect(Unavailable("stripe", "APIConnectionError no answer"))
    await shop.deliver("checkout.session.completed", session_id)
    money = {"amount": "5000", "currency": "GBP"}
    await shop.deliver("charge.dispute.created", "dp_1", payment_intent_id="pi_1", **money)
    await shop.work(hours=6)
    assert not (await shop.order(checkout.order.id)).has_been_paid
    shop.gateway.trouble = PlannedTrouble()
    await shop.work(hours=6)
    order = await shop.order(checkout.order.id)
    assert order.has_been_paid
    assert shop.lab.orders == ()
    assert order.held_because == "disputed"
