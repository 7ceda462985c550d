"""A warning that was told before its payment was taken in was dropped, and staff never saw it."""

import pytest

from tests.unit.checkout.shop import Shop


@pytest.mark.parametrize("event", ["review.opened", "radar.early_fraud_warning.created"])
async def test_it_waits_for_its_payment(event: str) -> None:
    shop = Shop()
    checkout = await shop.check_out()
    session_id = checkout.session.session_id or ""
    shop.gateway.money_arrives(session_id)
    # It names the payment and nothing else, and comes at the same moment.
    await shop.deliver(event, "prv_1", payment_intent_id="pi_1")
    await shop.work()
    await shop.deliver("checkout.session.completed", session_id)
    await shop.work(hours=2)
    assert (await shop.order(checkout.order.id)).has_been_paid
    assert [item.reason for item in shop.attention] == [event]
