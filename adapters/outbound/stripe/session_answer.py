"""The fields of Stripe's session object that we rely on, and what they mean to us."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import stripe

from application.checkout.ports import OpenedSession
from domain.payments.event import SessionReport, SessionState
from domain.shared.money import Money

PAID = "paid"
NOTHING_TO_PAY = "no_payment_required"


class SessionAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Unknown fields are ignored: Stripe adds some without a new version."""

    id: str
    told_status: str = msgspec.field(name="status")
    payment_status: str
    amount_total: int
    currency: str
    livemode: bool
    expires_at: int
    url: str | None = None
    client_reference_id: str | None = None
    metadata: dict[str, str] | None = None
    # An id, or the whole object where somebody asked for it to be expanded.
    payment_intent: str | dict[str, Any] | None = None

    @property
    def status(self) -> SessionState:
        """A word that is not known yet ends nothing: the page may still be paid."""
        known = self.told_status in set(SessionState)
        return SessionState(self.told_status) if known else SessionState.OPEN

    @property
    def is_paid(self) -> bool:
        """A session that costs nothing says so from the start, so it must be complete as well."""
        free = self.payment_status == NOTHING_TO_PAY and self.status is SessionState.COMPLETE
        return free or self.payment_status == PAID

    @property
    def payment_intent_id(self) -> str | None:
        if isinstance(self.payment_intent, dict):
            found = self.payment_intent.get("id")
            return found if isinstance(found, str) else None
        return self.payment_intent

    def as_opened(self) -> OpenedSession:
        return OpenedSession(
            session_id=self.id,
            url=self.url,
            expires_at=datetime.fromtimestamp(self.expires_at, UTC),
        )

    def as_report(self) -> SessionReport:
        return SessionReport(
            session_id=self.id,
            order_reference=self.client_reference_id or (self.metadata or {}).get("order_id"),
            state=self.status,
            is_paid=self.is_paid,
            amount=Money(self.amount_total, self.currency.upper()),
            livemode=self.livemode,
            payment_intent_id=self.payment_intent_id,
        )


def read_session(answer: object) -> SessionAnswer:
    """Raises msgspec.ValidationError when it is not a session."""
    plain = answer.to_dict() if isinstance(answer, stripe.StripeObject) else answer
    return msgspec.convert(plain, SessionAnswer)
