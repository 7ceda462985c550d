"""Take a webhook in: once it is answered with 2xx, no crash can lose it."""

from dataclasses import dataclass

from application.payments.ports import BeginPaymentWork, SignedEvents
from application.shared.ports import Clock
from domain.operations.job import JobKind, NewJob
from domain.payments.event import StoredEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivePaymentEvent:
    """Four round trips, no network, no look at any order: that is the job's work."""

    begin: BeginPaymentWork
    events: SignedEvents
    clock: Clock

    async def __call__(self, body: bytes, signature: str) -> bool:
        """True if it was new. Raises SignatureInvalid, SignatureTooOld or EventMalformed."""
        at = self.clock.now()
        event = self.events.read(body, signature, at)
        async with self.begin() as work:
            is_new = await work.inbox.admit(
                StoredEvent(
                    provider="stripe",
                    event_id=event.id,
                    type=event.type,
                    object_id=event.object_id,
                    body=event.body,
                    received_at=at,
                )
            )
            if is_new:
                await work.jobs.add(
                    [
                        NewJob(
                            kind=JobKind.HANDLE_STRIPE_EVENT,
                            dedupe_key=f"stripe:{event.id}",
                            payload={
                                **event.details,
                                "event_id": event.id,
                                "type": event.type,
                                "object_id": event.object_id,
                            },
                        )
                    ]
                )
                await work.commit()
        return is_new
