"""A page at Stripe's asks for what the order says, and is unpayable when we say that it is."""

import json
from dataclasses import replace

import pytest

from application.shared.outcomes import Rejected
from tests.contract.payment_providers import (
    SESSIONS,
    AtStripe,
    in_an_hour,
    opened,
    stripe_gateway,
)
from tests.contract.sample_order import an_order

pytest_plugins = ["tests.contract.simulator_fixtures"]


def test_a_buyer_pays_what_the_order_says_in_its_currency() -> None:
    order = an_order(currency="USD")
    asked = json.loads(stripe_gateway("http://x").session_request(order, in_an_hour()))
    assert {item["price_data"]["currency"] for item in asked["line_items"]} == {"usd"}
    assert asked["adaptive_pricing"] == asked["automatic_tax"] == {"enabled": False}


def test_a_request_that_would_not_charge_the_total_is_not_made() -> None:
    order = an_order()
    first, *others = order.lines
    wrong = replace(order, lines=(replace(first, quantity=first.quantity + 1), *others))
    with pytest.raises(ValueError, match="do not add up"):
        stripe_gateway("http://x").session_request(wrong, in_an_hour())


async def test_a_page_that_stripe_does_not_expire_is_not_taken_for_expired(
    stripe: AtStripe,
) -> None:
    gateway = stripe_gateway(stripe.simulator.base_url)
    session = await opened(gateway, an_order())
    path = f"{SESSIONS}/{session.session_id}/expire"
    await stripe.simulator.break_next("status_400", method="POST", path=path)
    with pytest.raises(Rejected):
        await gateway.expire_session(session.session_id)
    await stripe.simulator.work_again()
    await gateway.expire_session(session.session_id)
