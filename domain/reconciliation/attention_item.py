"""An item of staff's list, with what became of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.reconciliation.repair import AttentionIsResolved, Repair, suggested_repair


class Resolution(StrEnum):
    """How an item was closed. What staff dismissed stays closed; the others may open again."""

    GONE = "gone"
    REPAIRED = "repaired"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttentionItem:
    id: int
    reason: str
    dedupe_key: str
    at: datetime
    order_id: UUID | None = None
    details: dict[str, str] = field(default_factory=dict)
    resolved_at: datetime | None = None
    resolved_by: str | None = None
    resolution: Resolution | None = None
    note: str | None = None

    @property
    def suggested_repair(self) -> Repair | None:
        return suggested_repair(self.reason, self.details)

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None

    @property
    def may_open_again(self) -> bool:
        """What staff dismissed stays closed."""
        return not self.is_open and self.resolution in (Resolution.GONE, Resolution.REPAIRED)

    def check_open(self) -> None:
        """Raises AttentionIsResolved."""
        if not self.is_open:
            raise AttentionIsResolved
