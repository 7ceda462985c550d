"""Mark an order paid, once, and set off everything that follows from it in the same transaction.

Which late payments are honoured and which go back by themselves: docs/payments.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from application.payments.bought_before import bought_before
from application.payments.ports import IntendsRefund, PaymentWork, WhenOrderIsPaid
from application.shared.ports import Clock
from domain.operations.attention import Attention
from domain.orders.bought_again import BOUGHT_TWICE, BoughtAgain
from domain.orders.order import Order
from domain.orders.timeline import TimelineEntry
from domain.payments.consequences import with_consequences
from domain.payments.event import SessionReport
from domain.payments.facts import FactKind, PaymentFact, about
from domain.payments.refund import RefundReason
from domain.payments.reported import facts_of_event
from domain.shared.erased import PERSON_ERASED, PICTURE_DELETED

PAID_TWICE = "paid_twice"
# As wide as a row of `payment_facts`.
CURRENCY_LETTERS, AMOUNT_MAX = 3, 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlePaymentCompleted:
    """What was captured is compared with the snapshot: a difference is paid, but held."""

    reactions: Sequence[WhenOrderIsPaid]
    intend_refund: IntendsRefund
    livemode: bool
    clock: Clock

    async def __call__(self, work: PaymentWork, order: Order, report: SessionReport) -> None:
        """The order must be locked in `work` to be paid; the caller commits."""
        seen = await work.payment_facts.of(order.id) if order.has_been_paid else ()
        again = None if order.has_been_paid else await bought_before(work, order)
        # With the cart locked: what is placed of it hereafter is placed after this payment.
        at = self.clock.now()
        if not order.has_been_paid:
            # Whoever placed another page of the cart may have a clock that is ahead of ours.
            at = max(at, await work.orders_of_cart.placed_until(order))
        await work.payment_facts.add(
            PaymentFact(
                order_id=order.id,
                kind=FactKind.SUCCEEDED,
                object_id=report.session_id,
                amount=report.amount,
                seen_at=at,
                payment_intent_id=report.payment_intent_id or "",
            )
        )
        session = await work.sessions.of_order(order.id)
        foreign = session is not None and session.session_id not in (None, report.session_id)
        if session is not None and not foreign and session.settled_at is None:
            opened = session.opened(report.session_id, session.url)
            await work.sessions.save(replace(opened, settled_at=at))
        if order.has_been_paid:
            if _is_one_page(order, report, seen):
                return
            # The provider delivers at least once, so a repeat is no news, but a second payment is.
            if report.payment_intent_id != order.payment_intent_id:
                await self._tell_staff(work, order, PAID_TWICE, report, at)
                await self._give_back(work, order, report, PAID_TWICE, at)
            return

        paid = order.pay(report.payment_intent_id, at=at)
        difference = "session_differs" if foreign else self._difference(order, report)
        if difference is not None:
            paid = paid.hold(difference)
            await self._tell_staff(work, order, difference, report, at)
        if again is not None:
            paid = paid if paid.held_because else paid.hold(BOUGHT_TWICE)
            await self._tell_staff(work, order, BOUGHT_TWICE, report, at)
        why = paid.held_because or ""
        # A refund or a dispute may be told before the payment itself, and still wait for it.
        await self._hear_what_waits(work, order, report, at)
        paid = with_consequences(paid, (), await work.payment_facts.of(order.id))
        await work.orders.save(paid)
        await work.timeline.add(
            TimelineEntry(
                order_id=order.id,
                at=at,
                actor="stripe",
                event="paid",
                why=why or paid.held_because or "",
                before=order.status.value,
                after=paid.status.value,
                data={"sessionId": report.session_id, "amount": report.amount.formatted},
            )
        )
        in_vain = difference or (BOUGHT_TWICE if again is BoughtAgain.WHOLLY else None)
        if in_vain in (PERSON_ERASED, PICTURE_DELETED, BOUGHT_TWICE) and not paid.is_over:
            await self._give_back(work, paid, report, in_vain, at)
        if paid.may_be_produced:
            for react in self.reactions:
                await react(work, paid, at)

    async def _hear_what_waits(
        self, work: PaymentWork, order: Order, report: SessionReport, at: datetime
    ) -> None:
        """Its facts only: what else follows from an event, its own job sees to."""
        if report.payment_intent_id is None:
            return
        facts = [
            fact
            for told in await work.jobs.told_of(report.payment_intent_id)
            for fact in facts_of_event(order.id, told["type"], told, order.totals.currency, at)
            if _fits(fact)
        ]
        if facts:
            await work.payment_facts.add(*facts)

    def _difference(self, order: Order, report: SessionReport) -> str | None:
        if order.held_because is not None:
            # It was held before there was money: the person, or the picture, is gone meanwhile.
            return order.held_because
        if report.livemode != self.livemode:
            return "livemode_differs"
        if report.amount.currency != order.totals.total.currency:
            return "currency_differs"
        if report.amount.amount != order.totals.total.amount:
            return "amount_differs"
        return None

    async def _give_back(
        self, work: PaymentWork, order: Order, report: SessionReport, purpose: str, at: datetime
    ) -> None:
        """A payment that bought nothing; one in the wrong mode is out of our key's reach."""
        if report.payment_intent_id is None or report.livemode != self.livemode:
            return
        twice = purpose in (PAID_TWICE, BOUGHT_TWICE)
        await self.intend_refund(
            work,
            order,
            payment_intent_id=report.payment_intent_id,
            amount=report.amount,
            purpose=purpose,
            reason=RefundReason.DUPLICATE if twice else RefundReason.REQUESTED_BY_CUSTOMER,
            actor="passepartout",
            at=at,
        )

    async def _tell_staff(
        self, work: PaymentWork, order: Order, reason: str, report: SessionReport, at: datetime
    ) -> None:
        await work.attention.add(
            Attention(
                reason=reason,
                dedupe_key=f"{reason}:{order.id}:{report.session_id}",
                at=at,
                order_id=order.id,
                details={
                    "sessionId": report.session_id,
                    "captured": report.amount.formatted,
                    "expected": order.totals.total.formatted,
                },
            )
        )


def _fits(fact: PaymentFact) -> bool:
    """What no row can hold ends its own job, and staff see that; it keeps no payment out."""
    return len(fact.amount.currency) == CURRENCY_LETTERS and abs(fact.amount.amount) <= AMOUNT_MAX


def _is_one_page(order: Order, report: SessionReport, seen: Sequence[PaymentFact]) -> bool:
    """Where an answer left out the payment's name, the page tells a repeat: it is paid once."""
    is_unnamed = None in (order.payment_intent_id, report.payment_intent_id)
    return is_unnamed and report.session_id in about(seen, FactKind.SUCCEEDED)
