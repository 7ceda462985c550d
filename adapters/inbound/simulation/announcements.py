"""What the payment provider tells: every event in its list, and each by webhook as well."""

import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from adapters.inbound.simulation.post import Post
from application.shared.ports import Clock
from domain.payments.event import PaymentEvent

TakeIn = Callable[[bytes, str], Awaitable[bool]]


class UnsignedEvents:
    """Events in the shop's own words; signatures are what the contract tests are for."""

    def read(self, body: bytes, signature: str, at: datetime) -> PaymentEvent:
        told: dict[str, Any] = json.loads(body)
        return PaymentEvent(
            id=told["id"],
            type=told["type"],
            object_id=told["object_id"],
            livemode=False,
            body=body,
            details=told["details"],
        )


class Announcements:
    """`acknowledged` counts how often each event was answered as news."""

    last_at: datetime | None = None

    def __init__(self, clock: Clock, post: Post) -> None:
        self._clock, self._post = clock, post
        self._told: list[tuple[datetime, PaymentEvent]] = []
        self.take_in: TakeIn | None = None
        self.acknowledged: dict[str, int] = {}

    def tell(self, event: str, object_id: str, details: dict[str, str]) -> None:
        event_id = f"evt_{len(self._told) + 1}"
        told = {"id": event_id, "type": event, "object_id": object_id, "details": details}
        body = json.dumps(told).encode()
        now = self._clock.now()
        self.last_at = now
        self._told.append((now, UnsignedEvents().read(body, "", now)))

        async def deliver() -> None:
            if self.take_in is None:
                raise RuntimeError("Nobody takes webhooks in.")
            is_new = await self.take_in(body, "")
            self.acknowledged[event_id] = self.acknowledged.get(event_id, 0) + is_new

        self._post.send(deliver)

    def listed(self, types: Sequence[str], since: datetime, until: datetime) -> list[PaymentEvent]:
        """All that happened is listed here, also what no webhook ever told."""
        return [event for at, event in self._told if since <= at < until and event.type in types]
