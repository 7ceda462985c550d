"""A render: one look, made into one file, once."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from domain.designs.status import RenderStatus


class RenderKind(StrEnum):
    FINAL = "final"
    PREVIEW = "preview"


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedFile:
    """What is stored under `asset_key`; `md5` and `sha256` are hex."""

    asset_key: str
    width_px: int
    height_px: int
    bytes_count: int
    md5: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Render:
    """`fingerprint` is the same for the same look of the same picture, unique with owner and kind.

    The parameters are the job's own copy, so that nothing that happens to a design reaches it.
    `progress` is of 100. `file` is there when it is completed, `problem` when it has failed.
    """

    id: UUID
    owner_id: UUID
    kind: RenderKind
    fingerprint: str
    design_id: UUID
    revision: int
    picture_id: UUID
    status: RenderStatus
    attempt: int
    attempts_max: int
    created_at: datetime
    progress: int = 0
    file: RenderedFile | None = None
    problem: str | None = None
    finished_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        return self.status in (RenderStatus.COMPLETED, RenderStatus.FAILED)

    @property
    def may_try_again(self) -> bool:
        return self.attempt < self.attempts_max

    def begun(self) -> Self:
        return replace(self, status=RenderStatus.PROCESSING, attempt=self.attempt + 1, progress=0)

    def completed(self, file: RenderedFile, *, at: datetime) -> Self:
        return replace(
            self,
            status=RenderStatus.COMPLETED,
            progress=100,
            file=file,
            problem=None,
            finished_at=at,
        )

    def set_back(self, problem: str) -> Self:
        """To be tried again later."""
        return replace(self, status=RenderStatus.QUEUED, problem=problem)

    def failed(self, problem: str, *, at: datetime) -> Self:
        return replace(self, status=RenderStatus.FAILED, problem=problem, finished_at=at)

    def asked_again(self) -> Self:
        """With all its attempts anew."""
        return replace(self, status=RenderStatus.QUEUED, attempt=0, problem=None, finished_at=None)
