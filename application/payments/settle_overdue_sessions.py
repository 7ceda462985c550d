"""Ask about sessions whose end we should have heard of: a webhook may never have come."""

from dataclasses import dataclass
from datetime import timedelta

from application.payments.ports import BeginPaymentWork
from application.shared.ports import Clock
from domain.operations.job import JobKind, Lease, NewJob


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleOverdueSessions:
    """A scheduled job; writes one job per session, so that one bad session stops no other."""

    begin: BeginPaymentWork
    clock: Clock
    grace: timedelta
    batch: int = 200

    async def __call__(self, lease: Lease) -> None:
        at = self.clock.now()
        async with self.begin() as work:
            overdue = await work.sessions.unsettled(at - self.grace, self.batch)
            await work.jobs.add(
                [
                    NewJob(
                        kind=JobKind.HANDLE_STRIPE_EVENT,
                        # One job an hour, so that they do not pile up during an outage.
                        dedupe_key=f"overdue:{session.session_id}:{at:%Y-%m-%dT%H}",
                        payload={
                            "type": "checkout.session.expired",
                            "object_id": session.session_id,
                            "event_id": "",
                        },
                    )
                    for session in overdue
                    if session.session_id is not None
                ]
            )
            await work.jobs.finish(lease)
            await work.commit()
