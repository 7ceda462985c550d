"""Route an event from the inbox to the use case that knows what to do about it."""

from dataclasses import dataclass

from application.payments.note_charge_event import NoteChargeEvent
from application.payments.ports import BeginPaymentWork
from application.payments.settle_session import SettleSession
from domain.operations.job import Lease

SESSION_EVENTS = frozenset(
    {
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
    }
)
CHARGE_EVENTS = frozenset(
    {
        "charge.refunded",
        "refund.created",
        "refund.updated",
        "refund.failed",
        "charge.dispute.created",
        "charge.dispute.updated",
        "charge.dispute.closed",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
        "radar.early_fraud_warning.created",
        "review.opened",
        "review.closed",
        "payment_intent.succeeded",
        "payment_intent.payment_failed",
        "payment_intent.canceled",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlePaymentEvent:
    """A job. Types outside the two tables stay in the inbox, which is all the record they need."""

    begin: BeginPaymentWork
    settle: SettleSession
    note: NoteChargeEvent

    async def __call__(self, lease: Lease) -> None:
        event_type = lease.payload["type"]
        if event_type in SESSION_EVENTS:
            await self.settle(lease.payload["object_id"], event_type, lease)
        elif event_type in CHARGE_EVENTS:
            await self.note(lease)
        else:
            async with self.begin() as work:
                await work.jobs.finish(lease)
                await work.commit()
