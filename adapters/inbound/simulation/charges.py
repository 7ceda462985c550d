"""What becomes of payments once they are made: refunds that may fail later, and disputes."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from adapters.inbound.simulation.announcements import Announcements
from adapters.outbound.memory.payment_gateway import PROVIDER
from application.shared.outcomes import Rejected
from domain.payments.event import SessionReport
from domain.payments.refund import RefundReport, RefundStatus
from domain.shared.money import Money


@dataclass(frozen=True, slots=True)
class Charge:
    """What a buyer's money did, as the provider's books say; `refunded` is what did not fail."""

    session_id: str
    payment_intent_id: str
    order_reference: str
    captured: Money
    livemode: bool
    refunded: int = 0
    withdrawn: int = 0
    is_disputed: bool = False
    refund_failed: bool = False

    @property
    def charge_id(self) -> str:
        return self.session_id.replace("cs_", "ch_", 1)

    @property
    def left(self) -> int:
        return self.captured.amount - self.refunded


class Charges:
    """By checkout session; `under_way` counts what is still to be told."""

    def __init__(self, dice: Random, announcements: Announcements) -> None:
        self._dice, self._announcements = dice, announcements
        self._refunds = 0
        self.books: dict[str, Charge] = {}
        self.under_way = 0

    def note(self, paid: SessionReport) -> None:
        self.books[paid.session_id] = Charge(
            session_id=paid.session_id,
            payment_intent_id=paid.payment_intent_id or "",
            order_reference=paid.order_reference or "",
            captured=paid.amount,
            livemode=paid.livemode,
        )

    def asked_for(self, payment_intent_id: str, amount: Money) -> RefundReport:
        """As the shop asks for it; a key that was used before does not come this far."""
        for charge in self.books.values():
            if charge.payment_intent_id == payment_intent_id:
                return self._refund(charge, amount.amount)
        raise Rejected(PROVIDER, "There is no such payment.")

    def give_back(self, session_id: str, minor: int) -> None:
        """A refund by hand in the provider's own pages."""
        charge = self.books[session_id]
        if 0 < minor <= charge.left and not charge.is_disputed:
            self._refund(charge, minor)

    def _refund(self, charge: Charge, minor: int) -> RefundReport:
        if minor > charge.left:
            raise Rejected(PROVIDER, "That is more than is left of the payment.")
        if charge.is_disputed:
            raise Rejected(PROVIDER, "The payment is disputed.")
        self._refunds += 1
        refund_id = f"re_{self._refunds}"
        mood = self._dice.random()
        status = RefundStatus.SUCCEEDED if mood < 0.7 else RefundStatus.PENDING
        charge = self._changed(charge.session_id, refunded=charge.refunded + minor)
        self._tell("refund.created", charge, refund_id, minor, status.value)
        self._tell("charge.refunded", charge, charge.charge_id, charge.refunded, "succeeded")
        if mood > 0.6:
            # Banks send some of it back days later, also of what had succeeded.
            fails = mood < 0.65 or mood > 0.93
            self._later(self._comes_through(charge.session_id, refund_id, minor, fails=fails))
        return RefundReport(
            refund_id=refund_id,
            status=status,
            amount=Money(minor, charge.captured.currency),
            charge_id=charge.charge_id,
            charge_refunded=Money(charge.refunded, charge.captured.currency),
        )

    async def _comes_through(
        self, session_id: str, refund_id: str, minor: int, *, fails: bool
    ) -> None:
        await asyncio.sleep(self._dice.expovariate(1 / 2400))
        charge = self.books[session_id]
        if fails:
            charge = self._changed(session_id, refunded=charge.refunded - minor, refund_failed=True)
            self._tell("refund.failed", charge, refund_id, minor, "failed")
        status = "failed" if fails else "succeeded"
        self._tell("refund.updated", charge, refund_id, minor, status)

    def dispute(self, session_id: str) -> None:
        """Opened by the buyer's bank: a question first, or the money is gone at once."""
        if not self.books[session_id].is_disputed:
            self._later(self._disputed(session_id, is_question=self._dice.random() < 0.2))

    async def _disputed(self, session_id: str, *, is_question: bool) -> None:
        charge = self._changed(session_id, is_disputed=True)
        dispute_id = charge.session_id.replace("cs_", "dp_", 1)
        amount = charge.left
        asked = "warning_needs_response" if is_question else "needs_response"
        self._tell("charge.dispute.created", charge, dispute_id, amount, asked)
        if not is_question:
            charge = self._changed(session_id, withdrawn=amount)
            self._tell("charge.dispute.funds_withdrawn", charge, dispute_id, amount, asked)
        if self._dice.random() < 0.3:
            # Still open when the world ends.
            return
        await asyncio.sleep(self._dice.expovariate(1 / 3600))
        won = is_question or self._dice.random() < 0.6
        charge = self._changed(session_id, is_disputed=not won)
        said = "warning_closed" if is_question else "won" if won else "lost"
        self._tell("charge.dispute.closed", charge, dispute_id, amount, said)
        if won and not is_question:
            charge = self._changed(session_id, withdrawn=0)
            self._tell("charge.dispute.funds_reinstated", charge, dispute_id, amount, said)

    def _changed(self, session_id: str, **changes: Any) -> Charge:
        """As the charge is by now: others may have touched it while somebody slept."""
        self.books[session_id] = replace(self.books[session_id], **changes)
        return self.books[session_id]

    def _later(self, happening: Coroutine[Any, Any, None]) -> None:
        self.under_way += 1
        task = asyncio.get_running_loop().create_task(happening)
        task.add_done_callback(self._ended)

    def _ended(self, _: "asyncio.Task[None]") -> None:
        self.under_way -= 1

    def _tell(self, event: str, charge: Charge, object_id: str, minor: int, status: str) -> None:
        self._announcements.tell(
            event,
            object_id,
            {
                "payment_intent_id": charge.payment_intent_id,
                "order_reference": charge.order_reference,
                "amount": str(minor),
                "currency": charge.captured.currency,
                "status": status,
            },
        )
