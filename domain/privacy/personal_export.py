"""An export: everything the shop knows about a person, in one file that is kept for a while."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from domain.shared.refusals import NotFound


class ExportNotFound(NotFound):
    """Nobody has asked for an export of this person's data."""

    code = "export_not_found"


class ExportStatus(StrEnum):
    QUEUED = "queued"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    EXPIRED = "expired"


UNDER_WAY = frozenset({ExportStatus.QUEUED, ExportStatus.PROCESSING})


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalExport:
    """`asset_key` is chosen before the file is written, so that no file is ever forgotten.

    `ends_at` is when the file goes; a person has at most one export under way.
    """

    id: UUID
    account_id: UUID
    status: ExportStatus
    asset_key: str
    requested_at: datetime
    completed_at: datetime | None = None
    ends_at: datetime | None = None

    @classmethod
    def asked_for(cls, *, export_id: UUID, account_id: UUID, secret: str, at: datetime) -> Self:
        """`secret` is fit for a key of a file, and cannot be guessed."""
        return cls(
            id=export_id,
            account_id=account_id,
            status=ExportStatus.QUEUED,
            asset_key=f"exports/{secret}.zip",
            requested_at=at,
        )

    @property
    def is_under_way(self) -> bool:
        return self.status in UNDER_WAY

    def begin(self) -> Self:
        return replace(self, status=ExportStatus.PROCESSING)

    def complete(self, at: datetime, ends_at: datetime) -> Self:
        return replace(self, status=ExportStatus.COMPLETED, completed_at=at, ends_at=ends_at)

    def fail(self) -> Self:
        return replace(self, status=ExportStatus.FAILED)

    def expire(self) -> Self:
        return replace(self, status=ExportStatus.EXPIRED)
