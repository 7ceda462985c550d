"""Write down a refund with its key, its bytes and its job, before anybody asks for it."""

from dataclasses import dataclass
from datetime import datetime

from application.payments.ports import PaymentWork, RefundGateway
from application.shared.ports import NewId
from domain.operations.job import JobKind, NewJob
from domain.orders.order import Order
from domain.orders.timeline import TimelineEntry
from domain.payments.refund import Refund, RefundReason, refund_key
from domain.shared.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class IntendRefund:
    gateway: RefundGateway
    new_id: NewId

    async def __call__(
        self,
        work: PaymentWork,
        order: Order,
        *,
        payment_intent_id: str,
        amount: Money,
        purpose: str,
        reason: RefundReason,
        actor: str,
        at: datetime,
        note: str = "",
    ) -> Refund | None:
        """None when it is intended already. The order must be locked; the caller commits."""
        key = refund_key(order.id, payment_intent_id, purpose)
        refund = Refund(
            id=self.new_id(),
            order_id=order.id,
            payment_intent_id=payment_intent_id,
            purpose=purpose,
            idempotency_key=key,
            request_body=self.gateway.refund_request(order, payment_intent_id, amount, reason, key),
            amount=amount,
            reason=reason,
            note=note,
            actor=actor,
            intended_at=at,
        )
        if not await work.refunds.add(refund):
            return None
        await work.jobs.add(
            [
                NewJob(
                    kind=JobKind.MAKE_REFUND,
                    dedupe_key=key,
                    payload={"refund_id": str(refund.id), "order_id": str(order.id)},
                )
            ]
        )
        await work.timeline.add(
            TimelineEntry(
                order_id=order.id,
                at=at,
                actor=actor,
                event="refund_intended",
                why=purpose,
                before=order.status.value,
                after=order.status.value,
                data={"amount": amount.formatted, "reason": reason.value},
            )
        )
        return refund
