"""A payment provider in memory, with Stripe's promises about keys and sessions."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from adapters.outbound.memory.planned_trouble import PlannedTrouble
from application.checkout.ports import OpenedSession
from application.reconciliation.ports import EventPage
from application.shared.outcomes import Rejected
from domain.orders.order import Order
from domain.payments.event import PaymentEvent, SessionReport, SessionState
from domain.payments.refund import RefundReason, RefundReport, RefundStatus
from domain.shared.money import Money

PROVIDER = "memory payments"


class MemoryPaymentGateway:
    """Tests `pay` and `run_out` sessions as buyers and time would, and plan `trouble`."""

    def __init__(self) -> None:
        self.trouble = PlannedTrouble()
        self.happened: list[PaymentEvent] = []
        self.events_per_page = 100
        self._sessions: dict[str, SessionReport] = {}
        self._answers: dict[str, tuple[bytes, OpenedSession]] = {}
        self._refunds: list[tuple[bytes, RefundReport]] = []
        self._refund_keys: dict[str, tuple[bytes, RefundReport]] = {}

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

    async def open_sessions_of(self, order_id: UUID, created_from: datetime) -> Sequence[str]:
        with self.trouble.around():
            return [
                report.session_id
                for report in self._sessions.values()
                if report.order_reference == str(order_id) and report.state is SessionState.OPEN
            ]

    async def events(
        self, types: Sequence[str], since: datetime, until: datetime, cursor: str | None
    ) -> EventPage:
        """Oldest first, `events_per_page` at a time; the cursor is a place in the list."""
        with self.trouble.around():
            first = int(cursor or 0)
            found = [event for event in self.happened if not types or event.type in types]
            last = first + self.events_per_page
            return EventPage(found[first:last], str(last) if last < len(found) else None)

    async def session(self, session_id: str) -> SessionReport:
        with self.trouble.around():
            return self._known(session_id)

    def refund_request(
        self, order: Order, payment_intent_id: str, amount: Money, reason: RefundReason, key: str
    ) -> bytes:
        meant = {
            "payment": payment_intent_id,
            "amount": amount.amount,
            "currency": amount.currency,
            "reason": reason.value,
            "key": key,
        }
        return json.dumps(meant, sort_keys=True).encode()

    async def refund(self, request_body: bytes, idempotency_key: str) -> RefundReport:
        with self.trouble.around():
            if idempotency_key not in self._refund_keys:
                self._refunds.append((request_body, self._refund(request_body)))
                self._refund_keys[idempotency_key] = self._refunds[-1]
            first_body, made = self._refund_keys[idempotency_key]
            if first_body != request_body:
                raise Rejected(PROVIDER, "The key was used with another body.")
            return made

    async def refund_of_key(
        self, payment_intent_id: str, idempotency_key: str
    ) -> RefundReport | None:
        with self.trouble.around():
            for body, report in self._refunds:
                meant = json.loads(body)
                if (meant["payment"], meant["key"]) == (payment_intent_id, idempotency_key):
                    return report
            return None

    def forget_keys(self) -> None:
        """As Stripe does after a day: the same key would refund again."""
        self._refund_keys.clear()

    def _refund(self, request_body: bytes) -> RefundReport:
        meant = json.loads(request_body)
        payment, amount = meant["payment"], Money(meant["amount"], meant["currency"])
        paid = sum(
            session.amount.amount
            for session in self._sessions.values()
            if session.is_paid and session.payment_intent_id == payment
        )
        before = sum(
            report.amount.amount
            for body, report in self._refunds
            if json.loads(body)["payment"] == payment
        )
        if amount.amount > paid - before:
            raise Rejected(PROVIDER, "That is more than is left of the payment.")
        return RefundReport(
            refund_id=f"re_{payment}_{len(self._refunds) + 1}",
            status=RefundStatus.SUCCEEDED,
            amount=amount,
            charge_id=f"ch_{payment}",
            charge_refunded=replace(amount, amount=before + amount.amount),
        )

    @property
    def refunds(self) -> tuple[RefundReport, ...]:
        return tuple(report for _, report in self._refunds)

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
        self._note_happened("checkout.session.completed", paid)
        return paid

    def run_out(self, session_id: str) -> None:
        self._sessions[session_id] = replace(self._known(session_id), state=SessionState.EXPIRED)

    def _note_happened(self, event_type: str, report: SessionReport) -> None:
        self.happened.append(
            PaymentEvent(
                id=f"evt_memory_{len(self.happened) + 1}_{report.session_id}",
                type=event_type,
                object_id=report.session_id,
                livemode=False,
                body=b"{}",
                details={},
            )
        )

    @property
    def sessions(self) -> tuple[SessionReport, ...]:
        return tuple(self._sessions.values())

    def _known(self, session_id: str) -> SessionReport:
        if session_id not in self._sessions:
            raise Rejected(PROVIDER, "There is no such session.")
        return self._sessions[session_id]
