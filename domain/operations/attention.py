"""Something a person of the shop must look at."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """`dedupe_key` keeps one item for one trouble, however often it is noticed."""

    reason: str
    dedupe_key: str
    at: datetime
    order_id: UUID | None = None
    details: dict[str, str] = field(default_factory=dict)
