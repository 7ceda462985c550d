"""The test cards, and what a charge says about them."""

from typing import Any

from simulators.stripe.ids import new_id
from simulators.stripe.records import Record

# Stripe's own test card numbers, and how the bank answers them.
DECLINES = {
    "4000000000000002": "generic_decline",
    "4000000000009995": "insufficient_funds",
    "4000000000009987": "lost_card",
    "4000000000000069": "expired_card",
}
GOOD_CARDS = {"4242424242424242": "visa", "5555555555554444": "mastercard"}


def card_details(session: Record, number: str) -> dict[str, Any]:
    """What a charge says about the card and its holder."""
    card = {
        "brand": GOOD_CARDS.get(number, "visa"),
        "checks": {"address_line1_check": None, "cvc_check": "pass"},
        "country": "US",
        "exp_month": 12,
        "exp_year": 2034,
        "funding": "credit",
        "last4": number[-4:],
        "network": GOOD_CARDS.get(number, "visa"),
        "wallet": None,
    }
    return {
        "billing": billing_details(session),
        "method_id": new_id("pm"),
        "method": {"type": "card", "card": card},
    }


def billing_details(session: Record) -> Record:
    """Who pays, as far as the page asked."""
    return {
        name: session["customer_details"][name] for name in ("address", "email", "name", "phone")
    }
