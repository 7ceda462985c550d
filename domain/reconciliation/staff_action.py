"""What somebody of the staff did, in a row that is only ever added."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAction:
    """`subject` names what it was done to: `attention:17`, `job:…`."""

    at: datetime
    actor_id: UUID
    action: str
    subject: str
    order_id: UUID | None = None
    details: dict[str, str] = field(default_factory=dict)
