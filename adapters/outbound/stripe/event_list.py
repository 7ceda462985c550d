"""Stripe's own list of events: what happened, whether or not a webhook told us.

Source: Stripe API reference, "List all events": newest first, kept for 30 days.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec
import stripe

from adapters.outbound.stripe.signed_events import read_event
from adapters.outbound.stripe.translated import translated
from application.reconciliation.ports import EventPage

PAGE = 100
# Stripe filters by so many kinds of event at most; with more, all kinds are read.
TYPES_MAX = 20

ListEvents = Callable[..., Awaitable[stripe.ListObject[stripe.Event]]]


async def event_page(
    listing: ListEvents,
    types: Sequence[str],
    since: datetime,
    until: datetime,
    cursor: str | None,
) -> EventPage:
    """Raises Unavailable, or Rejected when there is no such cursor any more."""
    # Timestamps have whole seconds there: the last one is read to its end.
    created = {"gte": int(since.timestamp()), "lte": int(until.timestamp()) + 1}
    asked: dict[str, Any] = {"limit": PAGE, "created": created}
    if 0 < len(types) <= TYPES_MAX:
        asked["types"] = list(types)
    if cursor is not None:
        asked["starting_after"] = cursor
    with translated(changes=False):
        answer = await listing(asked)
        found = [msgspec.json.encode(each.to_dict()) for each in answer.data]
    events = [read_event(body) for body in found]
    return EventPage(
        events=[event for event in events if not types or event.type in types],
        cursor=events[-1].id if answer.has_more and events else None,
    )
