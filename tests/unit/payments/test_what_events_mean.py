"""Every type of event that we are sent has an entry, and what it says of money is taken in."""

import pytest

from application.payments.what_events_mean import EVENTS, NEED_STAFF, Meaning
from domain.payments.facts import FactKind
from domain.payments.reported import kinds_of_event

# Stripe: the types that a shop with Checkout, refunds and disputes subscribes to.
SUBSCRIBED = [
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "payment_intent.succeeded",
    "payment_intent.payment_failed",
    "payment_intent.canceled",
    "charge.refunded",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
    "radar.early_fraud_warning.created",
    "review.opened",
    "review.closed",
]
F = FactKind


def test_every_subscribed_type_has_an_entry_and_no_other() -> None:
    assert sorted(EVENTS) == sorted(SUBSCRIBED)
    assert EVENTS.keys() >= NEED_STAFF


@pytest.mark.parametrize("event", SUBSCRIBED)
def test_what_moves_money_is_a_fact_and_nothing_else_is(event: str) -> None:
    assert bool(kinds_of_event(event, "")) is (EVENTS[event] is Meaning.MONEY)


@pytest.mark.parametrize(
    ("event", "status", "kinds"),
    [
        ("refund.created", "pending", {F.REFUND_MADE}),
        ("refund.updated", "canceled", {F.REFUND_MADE, F.REFUND_FAILED}),
        ("refund.failed", "", {F.REFUND_MADE, F.REFUND_FAILED}),
        ("charge.dispute.updated", "under_review", {F.DISPUTED}),
        ("charge.dispute.closed", "won", {F.DISPUTED, F.DISPUTE_WON}),
        ("charge.dispute.closed", "warning_closed", {F.DISPUTED, F.DISPUTE_WON}),
        ("charge.dispute.closed", "lost", {F.DISPUTED, F.DISPUTE_LOST}),
        ("charge.dispute.funds_withdrawn", "needs_response", {F.DISPUTED, F.FUNDS_WITHDRAWN}),
        ("charge.dispute.funds_reinstated", "won", {F.DISPUTED, F.DISPUTE_WON, F.FUNDS_REINSTATED}),
    ],
)
def test_an_event_tells_all_that_follows_from_it(
    event: str, status: str, kinds: set[FactKind]
) -> None:
    assert set(kinds_of_event(event, status)) == kinds
