"""Ask the payment provider what we may not have been told: events, and how open sessions stand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from application.payments.ports import PaidSessions
from application.reconciliation.findings import Findings
from application.reconciliation.ports import (
    BeginReconciliation,
    EventPage,
    PaymentEventList,
    ReconciliationWork,
)
from application.shared.outcomes import Rejected, Unavailable
from application.shared.ports import Clock
from domain.checkout.session import CheckoutSession
from domain.operations.attention import Attention
from domain.operations.job import JobKind, NewJob
from domain.payments.event import SessionReport, SessionState
from domain.payments.intake import PROVIDER, job_of, stored
from domain.reconciliation.mark import Mark

EVENTS, SESSIONS = "stripe_events", "stripe_sessions"
UNREADABLE_MAX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcilePayments:
    """What it finds goes the way of a webhook, so that it does not matter which comes first.

    Events tell of refunds and disputes as well; open sessions are looked at because an event
    list has an end (Stripe keeps 30 days), and because the two seldom fail together.
    """

    begin: BeginReconciliation
    events: PaymentEventList
    sessions: PaidSessions
    clock: Clock
    types: Sequence[str]
    overlap: timedelta
    look_back: timedelta
    session_grace: timedelta
    session_given_up: timedelta
    pages_max: int
    sessions_max: int

    async def __call__(self) -> Findings:
        """Raises Unavailable; what was found until then is kept."""
        listed = await self._read_events()
        looked, ended = await self._look_at_sessions()
        return replace(
            listed,
            looked_at=listed.looked_at + looked,
            found=listed.found + ended,
            repaired=listed.repaired + ended,
        )

    async def _read_events(self) -> Findings:
        async with self.begin(reading=True) as work:
            mark = (await work.marks.get(EVENTS)).begin(self.clock.now())
        read = new = 0
        for _ in range(self.pages_max):
            if mark.until is None:
                break
            page, mark = await self._page(mark, mark.until)
            read += len(page.events)
            async with self.begin() as work:
                new += await self._take_in(work, page)
                await work.marks.save(mark)
                await work.commit()
        return Findings(looked_at=read, found=new, repaired=new, cut_short=not mark.is_done)

    async def _page(self, mark: Mark, until: datetime) -> tuple[EventPage, Mark]:
        since = mark.starts_at(self.overlap, self.look_back)
        try:
            page = await self.events.events(self.types, since, until, mark.cursor)
        except Rejected:
            if mark.cursor is None:
                raise
            # The event that it pointed at is no longer kept there: from the start of the window.
            page = await self.events.events(self.types, since, until, None)
        return page, mark.reached(page.cursor)

    async def _take_in(self, work: ReconciliationWork, page: EventPage) -> int:
        at = self.clock.now()
        ids = [event.id for event in page.events]
        unknown = await work.known_events.unknown(PROVIDER, ids)
        new = [
            event
            for event in page.events
            if event.id in unknown and await work.inbox.admit(stored(event, at))
        ]
        await work.jobs.add([job_of(event) for event in new])
        return len(new)

    async def _look_at_sessions(self) -> tuple[int, int]:
        """How many were looked at, and how many of them had ended."""
        at = self.clock.now()
        async with self.begin(reading=True) as work:
            mark = await work.marks.get(SESSIONS)
            turn = await work.open_sessions.turn(
                at - self.session_grace,
                at - self.session_given_up,
                UUID(mark.cursor) if mark.cursor else None,
                self.sessions_max,
            )
        ended, troubles = 0, []
        for session in turn:
            try:
                ended += await self._look_at(session)
            except Unavailable as trouble:
                # One that cannot be read shall not keep those behind it from ever being looked at;
                # when more cannot, it is an outage.
                troubles.append(trouble)
                if len(troubles) > UNREADABLE_MAX:
                    raise
        # Whoever has many open sessions sees each in its turn; then from the first again.
        last = str(turn[-1].order_id) if len(turn) == self.sessions_max else None
        if last != mark.cursor:
            async with self.begin() as work:
                await work.marks.save(replace(mark, cursor=last))
                await work.commit()
        if troubles:
            raise troubles[0]
        return len(turn), ended

    async def _look_at(self, session: CheckoutSession) -> bool:
        if session.session_id is None:
            return False
        try:
            report = await self.sessions.session(session.session_id)
        except Rejected as refusal:
            await self._tell_staff(session, str(refusal))
            return False
        if report.state is SessionState.OPEN:
            return False
        async with self.begin() as work:
            await work.jobs.add([_job_of(report)])
            await work.commit()
        return True

    async def _tell_staff(self, session: CheckoutSession, said: str) -> None:
        """Once for each: a key for another account, most likely, which a person must mend."""
        async with self.begin() as work:
            await work.attention.add(
                Attention(
                    reason="session_unknown_at_stripe",
                    dedupe_key=f"session-unknown:{session.session_id}",
                    at=self.clock.now(),
                    order_id=session.order_id,
                    details={"sessionId": session.session_id or "", "said": said},
                )
            )
            await work.commit()


def _job_of(report: SessionReport) -> NewJob:
    """One for each end that a session can come to, however often it is seen there."""
    came_to = "paid" if report.is_paid else report.state.value
    return NewJob(
        kind=JobKind.HANDLE_STRIPE_EVENT,
        dedupe_key=f"reconciled:{report.session_id}:{came_to}",
        payload={
            "type": "checkout.session.completed" if report.is_paid else "checkout.session.expired",
            "object_id": report.session_id,
            "event_id": "",
        },
    )
