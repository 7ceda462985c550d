"""What is known of a payment: a growing set of facts, whose order and repetition do not matter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.shared.money import Money


class FactKind(StrEnum):
    """What Stripe has told us; a kind is true once per object and for ever."""

    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    SESSION_EXPIRED = "session_expired"
    REFUNDED = "refunded"
    REFUND_MADE = "refund_made"
    REFUND_FAILED = "refund_failed"
    DISPUTED = "disputed"
    DISPUTE_WON = "dispute_won"
    DISPUTE_LOST = "dispute_lost"
    FUNDS_WITHDRAWN = "funds_withdrawn"
    FUNDS_REINSTATED = "funds_reinstated"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFact:
    """`object_id` is Stripe's id of the thing it is about (session, refund, charge, dispute).

    A REFUNDED fact is about a charge and carries what has been refunded of it so far; REFUND_MADE
    and REFUND_FAILED are about one refund. `payment_intent_id` is empty where it was not told.
    """

    order_id: UUID
    kind: FactKind
    object_id: str
    amount: Money
    seen_at: datetime
    payment_intent_id: str = ""


def about(facts: Iterable[PaymentFact], kind: FactKind) -> set[str]:
    """The ids of the objects of which this is known."""
    return {fact.object_id for fact in facts if fact.kind is kind}


def largest_of_each_object(facts: Iterable[PaymentFact], kind: FactKind) -> dict[str, int]:
    """In minor units; what was told twice counts once."""
    largest: dict[str, int] = {}
    for fact in facts:
        if fact.kind is kind:
            largest[fact.object_id] = max(largest.get(fact.object_id, 0), fact.amount.amount)
    return largest
