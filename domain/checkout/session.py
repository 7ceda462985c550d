"""A checkout session: what we mean to ask the payment provider, and what it answered."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

# Stripe takes an expiry of at least 30 minutes from the moment it makes the session.
SHORTEST_LIFE = timedelta(minutes=30)
SLACK = timedelta(seconds=60)
# In an order's timeline: the provider refused to make a page, or remembers that it failed to.
SESSION_REFUSED = "session_refused"
FAILURE_STORED = "session_failure_stored"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutSession:
    """`request_body` and `idempotency_key` are stored before the first call and never change.

    `settled_at` is when the provider's last word about it (paid or expired) was applied.
    """

    order_id: UUID
    idempotency_key: str
    request_body: bytes
    created_at: datetime
    expires_at: datetime
    session_id: str | None = None
    url: str | None = None
    settled_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.session_id is not None

    def opened(self, session_id: str, url: str | None) -> Self:
        return replace(self, session_id=session_id, url=url)

    def can_be_used(self, at: datetime) -> bool:
        """May a buyer still be sent there, or may the same request still be made?"""
        if self.settled_at is not None:
            return False
        if self.is_open:
            return at < self.expires_at - SLACK
        return at < self.expires_at - SHORTEST_LIFE - SLACK
