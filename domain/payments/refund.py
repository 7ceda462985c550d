"""A refund of ours: what we mean to ask the payment provider, and what it answered."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self
from uuid import UUID

from domain.shared.money import Money

# Stripe forgets keys after 24 hours at the earliest; a key that it forgot would refund again.
KEY_IS_REMEMBERED_FOR = timedelta(hours=23)


class RefundReason(StrEnum):
    """Stripe's own words: they change how it judges the card."""

    DUPLICATE = "duplicate"
    FRAUDULENT = "fraudulent"
    REQUESTED_BY_CUSTOMER = "requested_by_customer"


class RefundState(StrEnum):
    """Of our asking; what became of the money afterwards is told by payment facts."""

    INTENDED = "intended"
    MADE = "made"
    REFUSED = "refused"


def refund_key(order_id: UUID, payment_intent_id: str, purpose: str) -> str:
    """Derived, so that no crash and no repeat can make a second one for the same purpose."""
    return f"refund-{order_id}-{payment_intent_id}-{purpose}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """`idempotency_key` and `request_body` are stored before the first call and never change."""

    id: UUID
    order_id: UUID
    payment_intent_id: str
    purpose: str
    idempotency_key: str
    request_body: bytes
    amount: Money
    reason: RefundReason
    note: str
    actor: str
    intended_at: datetime
    state: RefundState = RefundState.INTENDED
    refund_id: str | None = None
    problem: str | None = None

    def made(self, refund_id: str) -> Self:
        return replace(self, state=RefundState.MADE, refund_id=refund_id)

    def refused(self, problem: str) -> Self:
        return replace(self, state=RefundState.REFUSED, problem=problem)

    def may_be_forgotten_there(self, at: datetime) -> bool:
        """Does the provider have to be asked first whether it was made?"""
        return at - self.intended_at > KEY_IS_REMEMBERED_FOR


class RefundStatus(StrEnum):
    """As the provider shows it; a failed or canceled one has given the money back to the shop."""

    PENDING = "pending"
    REQUIRES_ACTION = "requires_action"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"

    @property
    def has_failed(self) -> bool:
        return self in (RefundStatus.FAILED, RefundStatus.CANCELED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundReport:
    """`charge_refunded` is all that has been refunded of the charge by then, where it was told."""

    refund_id: str
    status: RefundStatus
    amount: Money
    charge_id: str | None = None
    charge_refunded: Money | None = None
