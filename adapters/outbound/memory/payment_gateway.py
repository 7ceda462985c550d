"""A payment provider in memory, with Stripe's promises about keys and sessions."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from adapters.outbound.memory.planned_trouble import PlannedTrouble
from application.checkout.ports import OpenedSession
from application.shared.outcomes import Rejected
from domain.orders.order import Order
from domain.payments.event import SessionReport, SessionState
from domain.shared.money import Money

PROVIDER = "memory payments"


class MemoryPaymentGateway:
    """Tests `pay` and `run_out` sessions as buyers and time would, and plan `trouble`."""

    def __init__(self) -> None:
        self.trouble = PlannedTrouble()
        self._sessions: dict[str, SessionReport] = {}
        self._answers: dict[str, tuple[bytes, OpenedSession]] = {}

    def session_request(self, order: Order, expires_at: datetime) -> bytes:
        meant = {
            "order_id": str(order.id),
            "amount": order.totals.total.amount,
            "currency": order.totals.currency,
            "expires_at": int(expires_at.timestamp()),
        }
        return json.dumps(meant, sort_keys=True).encode()

    async def open_session(self, request_body: bytes, idempotency_key: str) -> OpenedSession:
        with self.trouble.around():
            if idempotency_key not in self._answers:
                self._answers[idempotency_key] = (request_body, self._open(request_body))
            first_body, opened = self._answers[idempotency_key]
            if first_body != request_body:
                raise Rejected(PROVIDER, "The key was used with another body.")
            return opened

    def _open(self, request_body: bytes) -> OpenedSession:
        meant = json.loads(request_body)
        session_id = f"cs_memory_{len(self._sessions) + 1}"
        self._sessions[session_id] = SessionReport(
            session_id=session_id,
            order_reference=meant["order_id"],
            state=SessionState.OPEN,
            is_paid=False,
            amount=Money(meant["amount"], meant["currency"]),
            livemode=False,
            payment_intent_id=None,
        )
        return OpenedSession(
            session_id=session_id,
            url=f"https://payments.example/{session_id}",
            expires_at=datetime.fromtimestamp(meant["expires_at"], UTC),
        )

    async def expire_session(self, session_id: str) -> None:
        with self.trouble.around():
            if self._known(session_id).state is SessionState.OPEN:
                self.run_out(session_id)

    async def session(self, session_id: str) -> SessionReport:
        with self.trouble.around():
            return self._known(session_id)

    def pay(self, session_id: str) -> SessionReport:
        """As a buyer does. Raises Rejected for a session that can no longer be paid."""
        before = self._known(session_id)
        if before.state is not SessionState.OPEN:
            raise Rejected(PROVIDER, f"The session is {before.state.value}.")
        paid = replace(
            before,
            state=SessionState.COMPLETE,
            is_paid=True,
            payment_intent_id=session_id.replace("cs_", "pi_", 1),
        )
        self._sessions[session_id] = paid
        return paid

    def run_out(self, session_id: str) -> None:
        self._sessions[session_id] = replace(self._known(session_id), state=SessionState.EXPIRED)

    @property
    def sessions(self) -> tuple[SessionReport, ...]:
        return tuple(self._sessions.values())

    def _known(self, session_id: str) -> SessionReport:
        if session_id not in self._sessions:
            raise Rejected(PROVIDER, "There is no such session.")
        return self._sessions[session_id]
