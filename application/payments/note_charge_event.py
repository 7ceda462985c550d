"""Write down what happened to a charge besides payment: refunds, disputes, declines."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.payments.ports import BeginPaymentWork, PaymentWork
from application.shared.ports import Clock
from domain.operations.attention import Attention
from domain.operations.job import Lease
from domain.orders.order import Order, OrderNotFound
from domain.orders.timeline import TimelineEntry
from domain.payments.consequences import stopped_if_money_went_back
from domain.payments.facts import FactKind, PaymentFact
from domain.shared.money import Money

FACTS = {
    "charge.refunded": FactKind.REFUNDED,
    "refund.failed": FactKind.REFUND_FAILED,
    "charge.dispute.created": FactKind.DISPUTED,
}
NEED_STAFF = frozenset(
    {
        "charge.refunded",
        "refund.failed",
        "charge.dispute.created",
        "radar.early_fraud_warning.created",
        "review.opened",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteChargeEvent:
    """A job. An order that was refunded in full or is disputed is not produced any further."""

    begin: BeginPaymentWork
    clock: Clock

    async def __call__(self, lease: Lease) -> None:
        at = self.clock.now()
        async with self.begin() as work:
            order = await self._order_of(work, lease)
            if order is not None:
                await self._note(work, order, lease, at)
            elif _fact_of(lease) is not None:
                # A dispute names nothing but the payment, and may be told before it: tried again,
                # and in the end shown to staff, but never forgotten.
                raise OrderNotFound("No order is known to be paid by that payment.")
            await work.jobs.finish(lease)
            await work.commit()

    async def _note(self, work: PaymentWork, order: Order, lease: Lease, at: datetime) -> None:
        event, object_id = lease.payload["type"], lease.payload["object_id"]
        kind = _fact_of(lease)
        if kind is not None:
            amount = Money(
                int(lease.payload.get("amount", "0")),
                lease.payload.get("currency", order.totals.total.currency),
            )
            await work.payment_facts.add(
                PaymentFact(
                    order_id=order.id, kind=kind, object_id=object_id, amount=amount, seen_at=at
                )
            )
        after = await self._stopped_if_money_went_back(work, order)
        await work.timeline.add(
            TimelineEntry(
                order_id=order.id,
                at=at,
                actor="stripe",
                event=event,
                before=order.status.value,
                after=after.status.value,
                data={"objectId": object_id, "status": lease.payload.get("status", "")},
            )
        )
        if event in NEED_STAFF:
            await work.attention.add(
                Attention(
                    reason=event,
                    dedupe_key=f"{event}:{object_id}",
                    at=at,
                    order_id=order.id,
                    details={"objectId": object_id},
                )
            )

    async def _stopped_if_money_went_back(self, work: PaymentWork, order: Order) -> Order:
        after = stopped_if_money_went_back(order, await work.payment_facts.of(order.id))
        if after != order:
            await work.orders.save(after)
        return after

    async def _order_of(self, work: PaymentWork, lease: Lease) -> Order | None:
        payment_intent_id = lease.payload.get("payment_intent_id")
        if payment_intent_id is not None:
            order = await work.orders.lock_by_payment(payment_intent_id)
            if order is not None:
                return order
        try:
            return await work.orders.lock(UUID(lease.payload.get("order_reference", "")))
        except (ValueError, OrderNotFound):
            return None


def _fact_of(lease: Lease) -> FactKind | None:
    event = lease.payload["type"]
    if event == "charge.dispute.closed" and lease.payload.get("status") == "won":
        return FactKind.DISPUTE_WON
    return FACTS.get(event)
