"""Route an event from the inbox to the use case that knows what to do about it."""

from dataclasses import dataclass

from application.payments.note_charge_event import NoteChargeEvent
from application.payments.ports import BeginPaymentWork
from application.payments.settle_session import SettleSession
from application.payments.what_events_mean import EVENTS, Meaning
from domain.operations.job import Lease


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlePaymentEvent:
    """A job. Types outside the table stay in the inbox, which is all the record they need."""

    begin: BeginPaymentWork
    settle: SettleSession
    note: NoteChargeEvent

    async def __call__(self, lease: Lease) -> None:
        event_type = lease.payload["type"]
        meaning = EVENTS.get(event_type)
        if meaning is Meaning.SETTLE:
            await self.settle(lease.payload["object_id"], event_type, lease)
        elif meaning is not None:
            await self.note(lease)
        else:
            async with self.begin() as work:
                await work.jobs.finish(lease)
                await work.commit()
