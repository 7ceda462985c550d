"""Every type of event that Stripe is asked to send, and what the shop does about it."""

from enum import StrEnum


class Meaning(StrEnum):
    SETTLE = "the session is looked up and its order brought up to date"
    MONEY = "facts are written down, and the order is held, released or over"
    NOTE = "it is written into the order's timeline"


# The webhook endpoint is subscribed to exactly these. Other types stay in the inbox.
EVENTS: dict[str, Meaning] = {
    "checkout.session.completed": Meaning.SETTLE,
    "checkout.session.async_payment_succeeded": Meaning.SETTLE,
    "checkout.session.async_payment_failed": Meaning.SETTLE,
    "checkout.session.expired": Meaning.SETTLE,
    # The session's own events say the same and more; a decline leaves its page open.
    "payment_intent.succeeded": Meaning.NOTE,
    "payment_intent.payment_failed": Meaning.NOTE,
    "payment_intent.canceled": Meaning.NOTE,
    "charge.refunded": Meaning.MONEY,
    "refund.created": Meaning.MONEY,
    "refund.updated": Meaning.MONEY,
    "refund.failed": Meaning.MONEY,
    "charge.dispute.created": Meaning.MONEY,
    "charge.dispute.updated": Meaning.MONEY,
    "charge.dispute.closed": Meaning.MONEY,
    "charge.dispute.funds_withdrawn": Meaning.MONEY,
    "charge.dispute.funds_reinstated": Meaning.MONEY,
    "radar.early_fraud_warning.created": Meaning.NOTE,
    "review.opened": Meaning.NOTE,
    "review.closed": Meaning.NOTE,
}

NEED_STAFF = frozenset(
    {
        "charge.refunded",
        "refund.failed",
        "charge.dispute.created",
        "radar.early_fraud_warning.created",
        "review.opened",
    }
)
