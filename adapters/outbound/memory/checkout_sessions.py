"""Checkout sessions in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.checkout.session import CheckoutSession
from domain.shared.refusals import Conflict


class MemoryCheckoutSessions:
    def __init__(self, store: MemoryStore) -> None:
        self._by_order: Table[UUID, CheckoutSession] = store.table("checkout_sessions")

    async def add(self, session: CheckoutSession) -> None:
        if session.order_id in self._by_order:
            raise Conflict("The order has a session.")
        self._check_unique(session)
        self._by_order.put(session.order_id, session)

    async def of_order(self, order_id: UUID) -> CheckoutSession | None:
        return self._by_order.get(order_id)

    async def of_session(self, session_id: str) -> CheckoutSession | None:
        return next((each for each in self._by_order if each.session_id == session_id), None)

    async def save(self, session: CheckoutSession) -> None:
        known = self._by_order.get(session.order_id)
        if known is None:
            return
        self._check_unique(session)
        kept = replace(
            known, session_id=session.session_id, url=session.url, settled_at=session.settled_at
        )
        self._by_order.put(session.order_id, kept)

    async def unsettled(self, expired_before: datetime, limit: int) -> Sequence[CheckoutSession]:
        found = [
            session
            for session in self._by_order
            if session.is_open
            and session.settled_at is None
            and session.expires_at < expired_before
        ]
        return sorted(found, key=lambda session: session.expires_at)[:limit]

    def _check_unique(self, session: CheckoutSession) -> None:
        for other in self._by_order:
            if other.order_id == session.order_id:
                continue
            same_id = session.is_open and other.session_id == session.session_id
            if same_id or other.idempotency_key == session.idempotency_key:
                raise Conflict("Another order has this session.")
