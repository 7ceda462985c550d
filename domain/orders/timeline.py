"""What happened to an order, in rows that are only ever added."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

STAFF = "staff"
NAMING_STAFF = frozenset({"actorId", "by", "staffId"})


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


def as_told_to_its_buyer(row: Mapping[str, Any]) -> dict[str, Any]:
    """Who of the shop it was, and in what words, is the shop's own affair."""
    actor, _, _ = str(row["actor"]).partition(":")
    return {
        **row,
        "actor": actor,
        "why": "" if actor == STAFF else row["why"],
        "data": {name: said for name, said in row["data"].items() if name not in NAMING_STAFF},
    }
