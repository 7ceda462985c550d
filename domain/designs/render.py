"""A render: one look, made into one file, once."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from domain.designs.parameters import Parameters
from domain.designs.plan import PrintPlan
from domain.designs.refusals import RenderNotFailed
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

    The parameters are the job's own copy, so that nothing that happens to a design reaches it; and
    `plan` is what a final one was to look like at that moment (a preview has none), so that nothing
    that happens to templates and frames does either.
    `attempt` only ever grows, because the name of the file comes from it: what a worker writes
    that was given up for dead can never be the file of another attempt. `progress` is of 100.
    `file` is there when it is completed, `problem` when it has failed.
    """

    id: UUID
    owner_id: UUID
    kind: RenderKind
    fingerprint: str
    design_id: UUID
    revision: int
    picture_id: UUID
    parameters: Parameters
    status: RenderStatus
    attempt: int
    attempts_max: int
    created_at: datetime
    progress: int = 0
    file: RenderedFile | None = None
    problem: str | None = None
    plan: PrintPlan | None = None
    finished_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        return self.status in (RenderStatus.COMPLETED, RenderStatus.FAILED)

    @property
    def may_try_again(self) -> bool:
        return self.attempt < self.attempts_max

    def begun(self) -> Self:
        """An attempt under way ended without a word, for whoever made it died: that says little
        about the picture, and costs none of the attempts.
        """
        died = int(self.status is RenderStatus.PROCESSING)
        return replace(
            self,
            status=RenderStatus.PROCESSING,
            attempt=self.attempt + 1,
            attempts_max=self.attempts_max + died,
            progress=0,
        )

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
        return replace(self, status=RenderStatus.QUEUED, progress=0, problem=problem)

    def put_off(self, problem: str) -> Self:
        """Nobody's fault but an outage's, so it costs none of the attempts."""
        return replace(self.set_back(problem), attempts_max=self.attempts_max + 1)

    def failed(self, problem: str, *, at: datetime) -> Self:
        return replace(self, status=RenderStatus.FAILED, problem=problem, finished_at=at)

    def asked_again(self, attempts: int) -> Self:
        """With that many attempts more. Raises RenderNotFailed."""
        if self.status is not RenderStatus.FAILED:
            raise RenderNotFailed
        return replace(
            self,
            status=RenderStatus.QUEUED,
            attempts_max=self.attempt + attempts,
            problem=None,
            finished_at=None,
        )

    @property
    def keys_before(self) -> tuple[str, ...]:
        """Where attempts before this one may have left a file that nobody names."""
        return render_keys(self.id, self.attempt - 1)

    @property
    def keys_so_far(self) -> tuple[str, ...]:
        """Wherever there may be a file of it, whole or not named by anybody."""
        return render_keys(self.id, self.attempt)


def render_key(render_id: UUID, attempt: int) -> str:
    return f"renders/{render_id}-{attempt}.jpg"


def render_keys(render_id: UUID, attempts: int) -> tuple[str, ...]:
    """Wherever one of so many attempts may have put its file."""
    return tuple(render_key(render_id, attempt) for attempt in range(1, attempts + 1))
