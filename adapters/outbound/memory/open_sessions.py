"""Checkout sessions whose end is not known yet, in memory."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.checkout.session import CheckoutSession


class MemoryOpenSessions:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[UUID, CheckoutSession] = store.table("checkout_sessions")

    async def turn(
        self, made_before: datetime, ends_after: datetime, after: UUID | None, limit: int
    ) -> Sequence[CheckoutSession]:
        found = [
            session
            for session in self._rows
            if session.settled_at is None
            and session.is_open
            and session.created_at < made_before
            and session.expires_at > ends_after
            and (after is None or session.order_id > after)
        ]
        return sorted(found, key=lambda session: session.order_id)[:limit]
