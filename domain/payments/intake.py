"""How an event of the payment provider is taken in, whether it was sent to us or found by us."""

from datetime import datetime

from domain.operations.job import JobKind, NewJob
from domain.payments.event import PaymentEvent, StoredEvent

PROVIDER = "stripe"


def stored(event: PaymentEvent, at: datetime) -> StoredEvent:
    """The inbox's row; its id tells a repeat, whichever way it came first."""
    return StoredEvent(
        provider=PROVIDER,
        event_id=event.id,
        type=event.type,
        object_id=event.object_id,
        body=event.body,
        received_at=at,
    )


def job_of(event: PaymentEvent) -> NewJob:
    """What must happen because of it."""
    return NewJob(
        kind=JobKind.HANDLE_STRIPE_EVENT,
        dedupe_key=f"{PROVIDER}:{event.id}",
        payload={
            **event.details,
            "event_id": event.id,
            "type": event.type,
            "object_id": event.object_id,
        },
    )
