"""Ask the payment provider for a refund that was intended, and write down what became of it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from application.payments.ports import (
    BeginPaymentWork,
    PaymentWork,
    RefundGateway,
    WhenMoneyMoved,
)
from application.payments.take_in_facts import TakeInFacts
from application.shared.outcomes import OutcomeUnknown, Rejected, Unavailable
from application.shared.ports import Clock
from domain.operations.attention import Attention
from domain.operations.job import Lease
from domain.orders.timeline import TimelineEntry
from domain.payments.consequences import released_from_refund
from domain.payments.refund import Refund, RefundReport, RefundState
from domain.payments.reported import facts_of_refund


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeRefund:
    """A job: the same bytes and key on every try, so that however often, it is one refund.

    It is tried for as long as it takes; staff are told once it took `patience`, for a key of ours
    without the right to refunds is mended by nobody else.
    """

    begin: BeginPaymentWork
    gateway: RefundGateway
    take_in: TakeInFacts
    when_money_moved: WhenMoneyMoved
    clock: Clock
    patience: timedelta

    async def __call__(self, lease: Lease) -> None:
        async with self.begin(reading=True) as work:
            refund = await work.refunds.get(UUID(lease.payload["refund_id"]))
        if refund.state is not RefundState.INTENDED:
            async with self.begin() as work:
                await work.jobs.finish(lease)
                await work.commit()
            return
        try:
            report = await self._made(refund)
        except Rejected as refusal:
            await self._refused(refund, refusal.detail, lease)
        except (Unavailable, OutcomeUnknown) as trouble:
            if self.clock.now() - refund.intended_at >= self.patience:
                await self._late(refund, trouble.detail)
            raise
        else:
            await self._record(refund, report, lease)

    async def _made(self, refund: Refund) -> RefundReport:
        if refund.may_be_forgotten_there(self.clock.now()):
            known = await self.gateway.refund_of_key(
                refund.payment_intent_id, refund.idempotency_key
            )
            if known is not None:
                return known
        return await self.gateway.refund(refund.request_body, refund.idempotency_key)

    async def _record(self, refund: Refund, report: RefundReport, lease: Lease) -> None:
        at = self.clock.now()
        async with self.begin() as work:
            order = await work.orders.lock(refund.order_id)
            await work.refunds.save(refund.made(report.refund_id))
            facts = facts_of_refund(order.id, refund.payment_intent_id, report, at)
            after = await self.take_in(work, order, facts, at)
            await work.timeline.add(
                TimelineEntry(
                    order_id=order.id,
                    at=at,
                    actor="stripe",
                    event="refund_failed" if report.status.has_failed else "refund_made",
                    why=refund.purpose,
                    before=order.status.value,
                    after=after.status.value,
                    data={"refundId": report.refund_id, "amount": report.amount.formatted},
                )
            )
            if report.status.has_failed:
                # The same words and key as for an event that tells it later.
                await self._tell_staff(work, refund, "refund.failed", report.refund_id, "")
            await work.jobs.finish(lease)
            await work.commit()

    async def _late(self, refund: Refund, problem: str) -> None:
        async with self.begin() as work:
            await work.orders.lock(refund.order_id)
            # Another worker may have got the answer that this one has not.
            if (await work.refunds.get(refund.id)).state is RefundState.INTENDED:
                key = refund.idempotency_key
                await self._tell_staff(work, refund, "refund_late", key, problem)
                await work.commit()

    async def _refused(self, refund: Refund, problem: str, lease: Lease) -> None:
        at = self.clock.now()
        async with self.begin() as work:
            order = await work.orders.lock(refund.order_id)
            await work.refunds.save(refund.refused(problem))
            after = released_from_refund(order, await work.payment_facts.of(order.id))
            if after != order:
                await work.orders.save(after)
                await self.when_money_moved(work, after, refund.idempotency_key, at)
            await work.timeline.add(
                TimelineEntry(
                    order_id=order.id,
                    at=at,
                    actor="stripe",
                    event="refund_refused",
                    why=problem,
                    before=order.status.value,
                    after=after.status.value,
                    data={"amount": refund.amount.formatted, "purpose": refund.purpose},
                )
            )
            await self.take_in.close_items(work, order.id, "stripe", at)
            key = refund.idempotency_key
            await self._tell_staff(work, refund, "refund_refused", key, problem)
            await work.jobs.finish(lease)
            await work.commit()

    async def _tell_staff(
        self, work: PaymentWork, refund: Refund, reason: str, object_id: str, problem: str
    ) -> None:
        await work.attention.add(
            Attention(
                reason=reason,
                dedupe_key=f"{reason}:{object_id}",
                at=self.clock.now(),
                order_id=refund.order_id,
                details={
                    "objectId": object_id,
                    "amount": refund.amount.formatted,
                    "purpose": refund.purpose,
                    "problem": problem,
                },
            )
        )
