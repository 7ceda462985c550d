"""What the provider reports or tells in an event, as facts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from domain.payments.facts import FactKind, PaymentFact
from domain.payments.refund import RefundReport
from domain.shared.money import Money

# Stripe's words for a dispute that ended without the shop losing the money.
DISPUTE_OVER = frozenset({"won", "warning_closed", "prevented"})
REFUND_OVER = frozenset({"failed", "canceled"})
F = FactKind


def facts_of_refund(
    order_id: UUID, payment_intent_id: str, report: RefundReport, at: datetime
) -> Sequence[PaymentFact]:
    def fact(kind: FactKind, object_id: str, amount: Money) -> PaymentFact:
        return PaymentFact(
            order_id=order_id,
            kind=kind,
            object_id=object_id,
            amount=amount,
            seen_at=at,
            payment_intent_id=payment_intent_id,
        )

    facts = [fact(F.REFUND_MADE, report.refund_id, report.amount)]
    if report.status.has_failed:
        facts.append(fact(F.REFUND_FAILED, report.refund_id, report.amount))
    if report.charge_id is not None and report.charge_refunded is not None:
        facts.append(fact(F.REFUNDED, report.charge_id, report.charge_refunded))
    return facts


def facts_of_event(
    order_id: UUID, event: str, told: Mapping[str, str], currency: str, at: datetime
) -> Sequence[PaymentFact]:
    """Of a charge, a refund or a dispute; `told` is the payload of the event's job."""
    return [
        PaymentFact(
            order_id=order_id,
            kind=kind,
            object_id=told["object_id"],
            amount=Money(int(told.get("amount", "0")), told.get("currency", currency)),
            seen_at=at,
            payment_intent_id=told.get("payment_intent_id", ""),
        )
        for kind in kinds_of_event(event, told.get("status", ""))
    ]


def kinds_of_event(event: str, status: str) -> Sequence[FactKind]:
    """All that follows from it, so that no event depends on another having come before."""
    if event == "charge.refunded":
        return (F.REFUNDED,)
    if event.startswith("refund."):
        over = event == "refund.failed" or status in REFUND_OVER
        return (F.REFUND_MADE, F.REFUND_FAILED) if over else (F.REFUND_MADE,)
    if event.startswith("charge.dispute."):
        return _of_dispute(event, status)
    return ()


def _of_dispute(event: str, status: str) -> Sequence[FactKind]:
    kinds = [F.DISPUTED]
    if status in DISPUTE_OVER:
        kinds.append(F.DISPUTE_WON)
    if status == "lost":
        kinds.append(F.DISPUTE_LOST)
    if event == "charge.dispute.funds_withdrawn":
        kinds.append(F.FUNDS_WITHDRAWN)
    if event == "charge.dispute.funds_reinstated":
        kinds.append(F.FUNDS_REINSTATED)
    return kinds
