"""The payment provider's till: its books are its own, and no crash of ours undoes them."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from random import Random

from adapters.inbound.simulation.announcements import Announcements
from adapters.inbound.simulation.charges import Charge, Charges
from adapters.outbound.memory.payment_gateway import MemoryPaymentGateway
from application.checkout.ports import OpenedSession
from application.reconciliation.ports import EventPage
from application.shared.ports import Clock
from domain.payments.event import SessionReport, SessionState
from domain.payments.refund import RefundReport
from domain.shared.money import Money


class Till(MemoryPaymentGateway):
    """Sessions of all buyers; each runs out at its time."""

    def __init__(self, dice: Random, clock: Clock, announcements: Announcements) -> None:
        super().__init__()
        self._dice, self._clock, self._announcements = dice, clock, announcements
        self.money = Charges(dice, announcements)
        self.processing = 0

    @property
    def charges(self) -> dict[str, Charge]:
        return self.money.books

    @property
    def is_at_rest(self) -> bool:
        """Nothing is under way, and no page can be paid any more."""
        if self.processing or self.money.under_way:
            return False
        return all(each.state is not SessionState.OPEN for each in self._sessions.values())

    def _open(self, request_body: bytes) -> OpenedSession:
        opened = super()._open(request_body)
        delay = (opened.expires_at - self._clock.now()).total_seconds()
        asyncio.get_running_loop().call_later(max(delay, 0.0), self._at_expiry, opened.session_id)
        return opened

    def _at_expiry(self, session_id: str) -> None:
        if self.is_payable(session_id):
            self.run_out(session_id)

    def run_out(self, session_id: str) -> None:
        super().run_out(session_id)
        self._tell("checkout.session.expired", session_id)

    def is_payable(self, session_id: str) -> bool:
        return self._known(session_id).state is SessionState.OPEN

    def pay(self, session_id: str) -> SessionReport:
        self._complete(session_id)
        paid = self._captured(session_id)
        self._tell("checkout.session.completed", session_id)
        return paid

    async def pay_later(self, session_id: str, *, succeeds: bool, after_s: float) -> None:
        """By a method that takes its time: complete now, paid or failed afterwards."""
        self._complete(session_id)
        self._tell("checkout.session.completed", session_id)
        self.processing += 1
        await asyncio.sleep(after_s)
        self.processing -= 1
        if succeeds:
            self._captured(session_id)
            self._tell("checkout.session.async_payment_succeeded", session_id)
        else:
            self._tell("checkout.session.async_payment_failed", session_id)

    def _complete(self, session_id: str) -> None:
        """Rarely something else is going to be captured than was asked for."""
        before = self._known(session_id)
        odd, amount, livemode = self._dice.random(), before.amount, before.livemode
        if odd < 0.01:
            amount = Money(amount.amount - 1, amount.currency)
        elif odd < 0.015:
            amount = Money(amount.amount, "USD" if amount.currency != "USD" else "EUR")
        elif odd < 0.02:
            livemode = not livemode
        self._sessions[session_id] = replace(
            before, state=SessionState.COMPLETE, amount=amount, livemode=livemode
        )

    def _captured(self, session_id: str) -> SessionReport:
        paid = replace(
            self._known(session_id),
            is_paid=True,
            payment_intent_id=session_id.replace("cs_", "pi_", 1),
        )
        self._sessions[session_id] = paid
        self.money.note(paid)
        return paid

    async def events(
        self, types: Sequence[str], since: datetime, until: datetime, cursor: str | None
    ) -> EventPage:
        return EventPage(self._announcements.listed(types, since, until), None)

    def _refund(self, request_body: bytes) -> RefundReport:
        meant = json.loads(request_body)
        return self.money.asked_for(meant["payment"], Money(meant["amount"], meant["currency"]))

    def _tell(self, event: str, session_id: str) -> None:
        self._announcements.tell(event, session_id, {})
