"""What happened to an order, in rows that are only ever added."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """Who did what to the order and why; `before` and `after` are statuses, when one moved."""

    order_id: UUID
    at: datetime
    actor: str
    event: str
    why: str = ""
    before: str | None = None
    after: str | None = None
    data: dict[str, str] = field(default_factory=dict)
