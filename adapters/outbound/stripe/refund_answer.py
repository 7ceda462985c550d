"""The fields of Stripe's refund object that we rely on, and what they mean to us."""

from typing import Any

import msgspec
import stripe

from domain.payments.refund import RefundReport, RefundStatus
from domain.shared.money import Money


class RefundAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Unknown fields are ignored: Stripe adds some without a new version."""

    id: str
    amount: int
    currency: str
    # Absent for a few payment methods, where nothing is known yet.
    status: str | None = None
    # An id, or the whole object where it was asked to be expanded.
    charge: str | dict[str, Any] | None = None
    metadata: dict[str, str] | None = None

    def as_report(self) -> RefundReport:
        charge = self.charge if isinstance(self.charge, dict) else {}
        refunded, charge_id = charge.get("amount_refunded"), charge.get("id")
        currency = self.currency.upper()
        return RefundReport(
            refund_id=self.id,
            status=_known(self.status),
            amount=Money(self.amount, currency),
            charge_id=charge_id if isinstance(charge_id, str) else None,
            charge_refunded=Money(refunded, currency) if type(refunded) is int else None,
        )


def _known(told: str | None) -> RefundStatus:
    """A word that is not known yet says no more than that the refund is there."""
    return RefundStatus(told) if told in set(RefundStatus) else RefundStatus.PENDING


def read_refund(answer: object) -> RefundAnswer:
    """Raises msgspec.ValidationError when it is not a refund."""
    plain = answer.to_dict() if isinstance(answer, stripe.StripeObject) else answer
    return msgspec.convert(plain, RefundAnswer)
