"""Take a webhook in: once it is answered with 2xx, no crash can lose it."""

from dataclasses import dataclass

from application.payments.ports import BeginPaymentWork, SignedEvents
from application.shared.ports import Clock
from domain.payments.intake import job_of, stored


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
            is_new = await work.inbox.admit(stored(event, at))
            if is_new:
                await work.jobs.add([job_of(event)])
                await work.commit()
        return is_new
