"""Write down what happened to a charge besides payment: refunds, disputes, declines, warnings."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.payments.ports import BeginPaymentWork, PaymentWork
from application.payments.take_in_facts import TakeInFacts
from application.payments.what_events_mean import EVENTS, NEED_STAFF, Meaning
from application.shared.outcomes import Unavailable
from application.shared.ports import Clock
from domain.operations.attention import Attention
from domain.operations.job import Lease
from domain.orders.order import Order, OrderNotFound
from domain.orders.timeline import TimelineEntry
from domain.payments.reported import facts_of_event
from domain.payments.sums import sums_of_payment

UNKNOWN = "No order is known to be paid by that payment."


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteChargeEvent:
    """A job. An order that was refunded in full or is disputed is not produced any further.

    `waits_max` is how often one is looked at that nobody can be found to have been paid by.
    """

    begin: BeginPaymentWork
    take_in: TakeInFacts
    clock: Clock
    waits_max: int

    async def __call__(self, lease: Lease) -> None:
        at = self.clock.now()
        async with self.begin() as work:
            order = await self._order_of(work, lease)
            if order is not None:
                await self._note(work, order, lease, at)
            elif _must_be_told(lease.payload["type"]):
                # A dispute names nothing but the payment, and may be told before it: while Stripe
                # is out, long before. In the end it is shown to staff, but never forgotten.
                if lease.outages < self.waits_max:
                    raise Unavailable("stripe", UNKNOWN)
                raise OrderNotFound(UNKNOWN)
            await work.jobs.finish(lease)
            await work.commit()

    async def _note(self, work: PaymentWork, order: Order, lease: Lease, at: datetime) -> None:
        event, object_id = lease.payload["type"], lease.payload["object_id"]
        facts = facts_of_event(order.id, event, lease.payload, order.totals.currency, at)
        after = await self.take_in(work, order, facts, at) if facts else order
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
        if event in NEED_STAFF and not await self._is_ours(work, order, lease):
            await work.attention.add(
                Attention(
                    reason=event,
                    dedupe_key=f"{event}:{object_id}",
                    at=at,
                    order_id=order.id,
                    details={"objectId": object_id},
                )
            )

    async def _is_ours(self, work: PaymentWork, order: Order, lease: Lease) -> bool:
        """Did we ask for all that was refunded? Then nobody has to be told of it."""
        if lease.payload["type"] != "charge.refunded":
            return False
        payment = lease.payload.get("payment_intent_id", "")
        asked = sum(
            refund.amount.amount
            for refund in await work.refunds.of_order(order.id)
            if refund.payment_intent_id == payment
        )
        seen = sums_of_payment(await work.payment_facts.of(order.id), payment)
        return sum(seen.charges.values()) <= asked

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


def _must_be_told(event: str) -> bool:
    return EVENTS.get(event) is Meaning.MONEY or event in NEED_STAFF
