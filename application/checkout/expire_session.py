"""Make a superseded payment page unpayable."""

from dataclasses import dataclass
from uuid import UUID

from application.checkout.ports import BeginCheckoutWork, SessionGateway
from application.shared.outcomes import Rejected
from domain.checkout.session import CheckoutSession
from domain.operations.job import Lease


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireSession:
    """A job. If the page was paid all the same, that payment is honoured like any other."""

    begin: BeginCheckoutWork
    gateway: SessionGateway

    async def __call__(self, lease: Lease) -> None:
        order_id = UUID(lease.payload["order_id"])
        async with self.begin(reading=True) as work:
            session = await work.sessions.of_order(order_id)
        session_id = await self._session_id(session) if session is not None else None
        if session_id is not None:
            await self.gateway.expire_session(session_id)
        async with self.begin() as work:
            await work.jobs.finish(lease)
            await work.commit()

    async def _session_id(self, session: CheckoutSession) -> str | None:
        if session.session_id is not None:
            return session.session_id
        try:
            # Asked again under the same key, an answer that was lost comes back with the id.
            opened = await self.gateway.open_session(session.request_body, session.idempotency_key)
        except Rejected:
            return None
        return opened.session_id
