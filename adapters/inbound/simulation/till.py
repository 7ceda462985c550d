"""The payment provider: its books are its own, and no crash of ours undoes them."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Any

from adapters.inbound.simulation.post import Post
from adapters.outbound.memory.payment_gateway import PROVIDER, MemoryPaymentGateway
from application.checkout.ports import OpenedSession
from application.reconciliation.ports import EventPage
from application.shared.outcomes import Rejected
from application.shared.ports import Clock
from domain.payments.event import PaymentEvent, SessionReport, SessionState
from domain.payments.refund import RefundReport, RefundStatus
from domain.shared.money import Money

TakeIn = Callable[[bytes, str], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Charge:
    """What a buyer's money did, as the provider's books say."""

    session_id: str
    payment_intent_id: str
    order_reference: str
    captured: Money
    livemode: bool
    refunded: int = 0
    disputed: bool = False

    @property
    def charge_id(self) -> str:
        return self.session_id.replace("cs_", "ch_", 1)


class UnsignedEvents:
    """Events in the shop's own words; signatures are what the contract tests are for."""

    def read(self, body: bytes, signature: str, at: datetime) -> PaymentEvent:
        told: dict[str, Any] = json.loads(body)
        return PaymentEvent(
            id=told["id"],
            type=told["type"],
            object_id=told["object_id"],
            livemode=False,
            body=body,
            details=told["details"],
        )


class Till(MemoryPaymentGateway):
    """Tells of everything by webhook, and lets sessions run out at their time."""

    def __init__(self, dice: Random, clock: Clock, post: Post) -> None:
        super().__init__()
        self._dice, self._clock, self._post = dice, clock, post
        self._told: list[tuple[datetime, PaymentEvent]] = []
        self._refunds_made = 0
        self.take_in: TakeIn | None = None
        self.charges: dict[str, Charge] = {}
        self.acknowledged: dict[str, int] = {}
        self.processing = 0

    def _open(self, request_body: bytes) -> OpenedSession:
        opened = super()._open(request_body)
        delay = (opened.expires_at - self._clock.now()).total_seconds()
        asyncio.get_running_loop().call_later(max(delay, 0.0), self._at_expiry, opened.session_id)
        return opened

    def _at_expiry(self, session_id: str) -> None:
        if self._known(session_id).state is SessionState.OPEN:
            self.run_out(session_id)

    def run_out(self, session_id: str) -> None:
        super().run_out(session_id)
        self._tell_of_session("checkout.session.expired", session_id)

    def is_payable(self, session_id: str) -> bool:
        return self._known(session_id).state is SessionState.OPEN

    def pay(self, session_id: str) -> SessionReport:
        paid = self._paid(session_id)
        self._tell_of_session("checkout.session.completed", session_id)
        return paid

    async def pay_later(self, session_id: str, *, succeeds: bool, after_s: float) -> None:
        """By a method that takes its time: complete now, paid or failed afterwards."""
        self._sessions[session_id] = replace(
            self._known(session_id), state=SessionState.COMPLETE, is_paid=False
        )
        self._tell_of_session("checkout.session.completed", session_id)
        self.processing += 1
        await asyncio.sleep(after_s)
        self.processing -= 1
        if succeeds:
            self._paid(session_id)
            self._tell_of_session("checkout.session.async_payment_succeeded", session_id)
        else:
            self._tell_of_session("checkout.session.async_payment_failed", session_id)

    def _paid(self, session_id: str) -> SessionReport:
        """Rarely something else is captured than was asked for."""
        before = self._known(session_id)
        odd, amount, livemode = self._dice.random(), before.amount, before.livemode
        if odd < 0.01:
            amount = Money(amount.amount - 1, amount.currency)
        elif odd < 0.015:
            amount = Money(amount.amount, "USD" if amount.currency != "USD" else "EUR")
        elif odd < 0.02:
            livemode = not livemode
        paid = replace(
            before,
            state=SessionState.COMPLETE,
            is_paid=True,
            payment_intent_id=session_id.replace("cs_", "pi_", 1),
            amount=amount,
            livemode=livemode,
        )
        self._sessions[session_id] = paid
        self.charges[session_id] = Charge(
            session_id=session_id,
            payment_intent_id=paid.payment_intent_id or "",
            order_reference=paid.order_reference or "",
            captured=amount,
            livemode=livemode,
        )
        return paid

    async def events(
        self, types: Sequence[str], since: datetime, until: datetime, cursor: str | None
    ) -> EventPage:
        """All that happened is listed here, also what no webhook ever told."""
        return EventPage(
            [event for at, event in self._told if since <= at < until and event.type in types],
            None,
        )

    def give_back(self, session_id: str, minor: int) -> None:
        """A refund by hand in the provider's own pages."""
        charge = self.charges[session_id]
        self._refunded(charge, min(minor, charge.captured.amount - charge.refunded))

    def _refund(self, request_body: bytes) -> RefundReport:
        """As the shop asks for it; a key that was used before does not come this far."""
        meant = json.loads(request_body)
        charge = next(
            (each for each in self.charges.values() if each.payment_intent_id == meant["payment"]),
            None,
        )
        if charge is None or meant["amount"] > charge.captured.amount - charge.refunded:
            raise Rejected(PROVIDER, "That is more than is left of the payment.")
        refund_id, charge = self._refunded(charge, meant["amount"])
        return RefundReport(
            refund_id=refund_id,
            status=RefundStatus.SUCCEEDED,
            amount=Money(meant["amount"], meant["currency"]),
            charge_id=charge.charge_id,
            charge_refunded=Money(charge.refunded, charge.captured.currency),
        )

    def _refunded(self, charge: Charge, minor: int) -> tuple[str, Charge]:
        self._refunds_made += 1
        refund_id = f"re_{self._refunds_made}"
        charge = replace(charge, refunded=charge.refunded + minor)
        self.charges[charge.session_id] = charge
        self._tell_of_charge("refund.created", charge, refund_id, minor)
        self._tell_of_charge("charge.refunded", charge, charge.charge_id, charge.refunded)
        return refund_id, charge

    def dispute(self, session_id: str) -> None:
        charge = replace(self.charges[session_id], disputed=True)
        self.charges[session_id] = charge
        dispute_id = charge.session_id.replace("cs_", "dp_", 1)
        self._tell_of_charge("charge.dispute.created", charge, dispute_id, charge.captured.amount)

    def _tell_of_charge(self, event: str, charge: Charge, object_id: str, amount: int) -> None:
        self._tell(
            event,
            object_id,
            {
                "payment_intent_id": charge.payment_intent_id,
                "order_reference": charge.order_reference,
                "amount": str(amount),
                "currency": charge.captured.currency,
                "status": "needs_response" if charge.disputed else "succeeded",
            },
        )

    def _tell_of_session(self, event: str, session_id: str) -> None:
        self._tell(event, session_id, {})

    def _tell(self, event: str, object_id: str, details: dict[str, str]) -> None:
        event_id = f"evt_{len(self._told) + 1}"
        told = {"id": event_id, "type": event, "object_id": object_id, "details": details}
        body = json.dumps(told).encode()
        now = self._clock.now()
        self._told.append((now, UnsignedEvents().read(body, "", now)))

        async def deliver() -> None:
            if self.take_in is None:
                raise RuntimeError("Nobody takes webhooks in.")
            is_new = await self.take_in(body, "")
            self.acknowledged[event_id] = self.acknowledged.get(event_id, 0) + is_new

        self._post.send(deliver)
