"""Payment status is a fold over a growing set of facts: order and repetition do not matter."""

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
    REFUND_FAILED = "refund_failed"
    DISPUTED = "disputed"
    DISPUTE_WON = "dispute_won"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFact:
    """`object_id` is Stripe's id of the thing it is about (session, refund, charge, dispute).

    A REFUNDED fact carries what has been refunded of that charge so far; the largest one counts.
    """

    order_id: UUID
    kind: FactKind
    object_id: str
    amount: Money
    seen_at: datetime


class PaymentStatus(StrEnum):
    NONE = "none"
    PROCESSING = "processing"
    FAILED = "failed"
    SUCCEEDED = "succeeded"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    DISPUTED = "disputed"


def payment_status(facts: Iterable[PaymentFact]) -> PaymentStatus:
    """The same for every order and any number of repetitions of the same facts."""
    known = list(facts)
    kinds = {fact.kind for fact in known}
    if FactKind.SUCCEEDED not in kinds:
        return _unpaid(kinds)
    disputes = {fact.object_id for fact in known if fact.kind is FactKind.DISPUTED}
    won = {fact.object_id for fact in known if fact.kind is FactKind.DISPUTE_WON}
    if disputes - won:
        return PaymentStatus.DISPUTED
    captured, refunded = captured_minor(known), refunded_minor(known)
    if refunded >= captured:
        return PaymentStatus.REFUNDED if refunded else PaymentStatus.SUCCEEDED
    return PaymentStatus.PARTIALLY_REFUNDED if refunded else PaymentStatus.SUCCEEDED


def _unpaid(kinds: set[FactKind]) -> PaymentStatus:
    if FactKind.FAILED in kinds or FactKind.SESSION_EXPIRED in kinds:
        return PaymentStatus.FAILED
    return PaymentStatus.PROCESSING if FactKind.PROCESSING in kinds else PaymentStatus.NONE


def captured_minor(facts: Iterable[PaymentFact]) -> int:
    """What was captured, in minor units; one session told twice counts once."""
    return _largest_of_each_object(facts, FactKind.SUCCEEDED)


def refunded_minor(facts: Iterable[PaymentFact]) -> int:
    """What went back, in minor units; per charge the largest cumulative amount counts."""
    return _largest_of_each_object(facts, FactKind.REFUNDED)


def _largest_of_each_object(facts: Iterable[PaymentFact], kind: FactKind) -> int:
    largest: dict[str, int] = {}
    for fact in facts:
        if fact.kind is kind:
            largest[fact.object_id] = max(largest.get(fact.object_id, 0), fact.amount.amount)
    return sum(largest.values())
