"""Make a superseded payment page unpayable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from application.checkout.ports import BeginCheckoutWork, SessionGateway
from application.shared.outcomes import FailureStored, Rejected
from domain.checkout.session import CheckoutSession
from domain.operations.job import Lease

# The provider dates its sessions by a clock of its own.
CLOCKS_APART = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireSession:
    """A job. If the page was paid all the same, that payment is honoured like any other."""

    begin: BeginCheckoutWork
    gateway: SessionGateway

    async def __call__(self, lease: Lease) -> None:
        order_id = UUID(lease.payload["order_id"])
        async with self.begin(reading=True) as work:
            session = await work.sessions.of_order(order_id)
        for session_id in () if session is None else await self._session_ids(session):
            await self.gateway.expire_session(session_id)
        async with self.begin() as work:
            await work.jobs.finish(lease)
            await work.commit()

    async def _session_ids(self, session: CheckoutSession) -> Sequence[str]:
        if session.session_id is not None:
            return [session.session_id]
        try:
            # Asked again under the same key, an answer that was lost comes back with the id.
            opened = await self.gateway.open_session(session.request_body, session.idempotency_key)
        except (FailureStored, Rejected):
            # The key tells nothing any more, but a page may stand there all the same.
            created_from = session.created_at - CLOCKS_APART
            return await self.gateway.open_sessions_of(session.order_id, created_from)
        return [opened.session_id]
