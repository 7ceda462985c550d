"""What was captured, went back and was disputed, payment by payment, from the facts alone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.payments.facts import FactKind, PaymentFact, about, largest_of_each_object


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSums:
    """One payment in minor units.

    Stripe tells of a refund twice: as an object of its own, and in the sum that its charge shows.
    `refunds` are the former; `refunded_besides` is what only the sum knows of so far. Once every
    refund was told it is nothing, since a charge never shows more than its refunds come to.
    """

    payment_intent_id: str
    sessions: dict[str, int]
    refunds: dict[str, int]
    failed: dict[str, int]
    charges: dict[str, int]
    withdrawn: dict[str, int]
    reinstated: dict[str, int]

    @property
    def captured(self) -> int:
        return sum(self.sessions.values())

    @property
    def refunded_besides(self) -> int:
        return max(0, sum(self.charges.values()) - sum(self.refunds.values()))

    @property
    def refunded(self) -> int:
        """Without the refunds that failed."""
        return sum(self.refunds.values()) + self.refunded_besides - sum(self.failed.values())

    @property
    def was_refunded_whole(self) -> bool:
        """At some moment, whatever failed later: once true, it is true for ever."""
        at_once = max(self.refunds.values(), default=0)
        return 0 < self.captured <= max(sum(self.charges.values()), at_once)

    @property
    def disputed(self) -> int:
        return sum(self.withdrawn.values()) - sum(self.reinstated.values())

    @property
    def left(self) -> int:
        """What may still be refunded."""
        return max(0, self.captured - self.refunded - max(0, self.disputed))


def sums_of_each_payment(facts: Iterable[PaymentFact]) -> Sequence[PaymentSums]:
    """By the id of the payment. What names none belongs to the first that was captured."""
    known = list(facts)
    captured = {fact.payment_intent_id for fact in known if fact.kind is FactKind.SUCCEEDED}
    first = min(captured - {""}, default="")
    grouped: dict[str, list[PaymentFact]] = defaultdict(list)
    for fact in known:
        grouped[fact.payment_intent_id or first].append(fact)
    return [_sums(payment, grouped[payment]) for payment in sorted(grouped)]


def sums_of_payment(facts: Iterable[PaymentFact], payment_intent_id: str | None) -> PaymentSums:
    """Of that payment alone; all is nothing where nothing is known of it."""
    for payment in sums_of_each_payment(facts):
        if payment.payment_intent_id == (payment_intent_id or ""):
            return payment
    return _sums(payment_intent_id or "", [])


def captured_minor(facts: Iterable[PaymentFact]) -> int:
    return sum(payment.captured for payment in sums_of_each_payment(facts))


def refunded_minor(facts: Iterable[PaymentFact]) -> int:
    return sum(payment.refunded for payment in sums_of_each_payment(facts))


def _sums(payment_intent_id: str, facts: Sequence[PaymentFact]) -> PaymentSums:
    made = largest_of_each_object(facts, FactKind.REFUND_MADE)
    failed = largest_of_each_object(facts, FactKind.REFUND_FAILED)
    # A refund whose failure is told first must have been made.
    refunds = {
        refund: max(made.get(refund, 0), failed.get(refund, 0)) for refund in made.keys() | failed
    }
    disputes = largest_of_each_object(facts, FactKind.DISPUTED)
    withdrawn = largest_of_each_object(facts, FactKind.FUNDS_WITHDRAWN)
    for lost in about(facts, FactKind.DISPUTE_LOST) - withdrawn.keys():
        withdrawn[lost] = disputes.get(lost, 0)
    return PaymentSums(
        payment_intent_id=payment_intent_id,
        sessions=largest_of_each_object(facts, FactKind.SUCCEEDED),
        refunds=refunds,
        failed={refund: refunds[refund] for refund in failed},
        charges=largest_of_each_object(facts, FactKind.REFUNDED),
        withdrawn=withdrawn,
        reinstated=largest_of_each_object(facts, FactKind.FUNDS_REINSTATED),
    )
