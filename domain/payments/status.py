"""Payment status is a fold over the facts: the same for every order and repetition of them."""

from collections.abc import Iterable
from enum import StrEnum

from domain.payments.facts import FactKind, PaymentFact, about
from domain.payments.sums import sums_of_each_payment


class PaymentStatus(StrEnum):
    NONE = "none"
    PROCESSING = "processing"
    FAILED = "failed"
    SUCCEEDED = "succeeded"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    DISPUTED = "disputed"


class DisputeStanding(StrEnum):
    """Of all disputes of an order together: the worst counts."""

    NONE = "none"
    OPEN = "open"
    LOST = "lost"


def payment_status(facts: Iterable[PaymentFact]) -> PaymentStatus:
    """A second payment of the order that went back as a whole does not count."""
    known = list(facts)
    kinds = {fact.kind for fact in known}
    if FactKind.SUCCEEDED not in kinds:
        return _unpaid(kinds)
    if dispute_standing(known) is not DisputeStanding.NONE:
        return PaymentStatus.DISPUTED
    captured = [payment for payment in sums_of_each_payment(known) if payment.captured]
    kept = [payment for payment in captured if payment.refunded < payment.captured]
    if captured and not kept:
        return PaymentStatus.REFUNDED
    partly = any(payment.refunded > 0 for payment in kept)
    return PaymentStatus.PARTIALLY_REFUNDED if partly else PaymentStatus.SUCCEEDED


def dispute_standing(facts: Iterable[PaymentFact]) -> DisputeStanding:
    known = list(facts)
    lost = about(known, FactKind.DISPUTE_LOST)
    if lost:
        return DisputeStanding.LOST
    still_open = about(known, FactKind.DISPUTED) - about(known, FactKind.DISPUTE_WON)
    return DisputeStanding.OPEN if still_open else DisputeStanding.NONE


def _unpaid(kinds: set[FactKind]) -> PaymentStatus:
    if FactKind.FAILED in kinds or FactKind.SESSION_EXPIRED in kinds:
        return PaymentStatus.FAILED
    return PaymentStatus.PROCESSING if FactKind.PROCESSING in kinds else PaymentStatus.NONE
