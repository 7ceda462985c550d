"""Bring an order up to date with its checkout session, as the provider shows it right now.

Every session event leads here, and so does the poller: what the event said is only a hint, so it
does not matter how often, how late or in which order events come.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from application.payments.handle_payment_completed import HandlePaymentCompleted
from application.payments.ports import BeginPaymentWork, PaidSessions, PaymentWork
from application.shared.ports import Clock
from domain.operations.attention import Attention
from domain.operations.job import Lease
from domain.orders.order import Order, OrderNotFound
from domain.orders.status import OrderStatus
from domain.orders.timeline import TimelineEntry
from domain.payments.event import SessionReport, SessionState
from domain.payments.facts import FactKind, PaymentFact

FAILED_EVENT = "checkout.session.async_payment_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleSession:
    begin: BeginPaymentWork
    gateway: PaidSessions
    when_paid: HandlePaymentCompleted
    clock: Clock

    async def __call__(self, session_id: str, hint: str, lease: Lease) -> None:
        """`hint` is the event type, the one thing a session does not show when a payment failed."""
        report = await self.gateway.session(session_id)
        at = self.clock.now()
        async with self.begin() as work:
            order = await _order_of(work, report)
            if order is None:
                await self._tell_staff(work, report, at)
            elif report.is_paid:
                await self.when_paid(work, order, report)
            elif report.state is SessionState.EXPIRED:
                await self._ended(
                    work, order, report, FactKind.SESSION_EXPIRED, OrderStatus.EXPIRED, at
                )
            elif report.state is SessionState.COMPLETE and hint == FAILED_EVENT:
                await self._ended(
                    work, order, report, FactKind.FAILED, OrderStatus.PAYMENT_FAILED, at
                )
            elif report.state is SessionState.COMPLETE:
                await work.payment_facts.add(_fact(order, report, FactKind.PROCESSING, at))
            await work.jobs.finish(lease)
            await work.commit()

    async def _ended(
        self,
        work: PaymentWork,
        order: Order,
        report: SessionReport,
        kind: FactKind,
        status: OrderStatus,
        at: datetime,
    ) -> None:
        await work.payment_facts.add(_fact(order, report, kind, at))
        session = await work.sessions.of_order(order.id)
        if session is not None and session.settled_at is None:
            await work.sessions.save(replace(session, settled_at=at))
        # Quiet when it was paid, cancelled or ended before: this news is older than that.
        if order.is_open_for_payment and order.status is not status:
            before = order.status
            if before is OrderStatus.DRAFT and status is OrderStatus.PAYMENT_FAILED:
                order = order.await_payment()
            moved = order.move_to(status)
            await work.orders.save(moved)
            await work.timeline.add(
                TimelineEntry(
                    order_id=order.id,
                    at=at,
                    actor="stripe",
                    event=kind.value,
                    before=before.value,
                    after=status.value,
                    data={"sessionId": report.session_id},
                )
            )

    async def _tell_staff(self, work: PaymentWork, report: SessionReport, at: datetime) -> None:
        if not report.is_paid:
            return
        await work.attention.add(
            Attention(
                reason="payment_for_unknown_order",
                dedupe_key=f"unknown-order:{report.session_id}",
                at=at,
                details={
                    "sessionId": report.session_id,
                    "amount": report.amount.formatted,
                },
            )
        )


async def _order_of(work: PaymentWork, report: SessionReport) -> Order | None:
    try:
        order_id = UUID(report.order_reference or "")
        if report.is_paid:
            return await work.orders_of_cart.lock_to_pay(order_id)
        return await work.orders.lock(order_id)
    except (ValueError, OrderNotFound):
        return None


def _fact(order: Order, report: SessionReport, kind: FactKind, at: datetime) -> PaymentFact:
    return PaymentFact(
        order_id=order.id,
        kind=kind,
        object_id=report.session_id,
        amount=report.amount,
        seen_at=at,
    )
