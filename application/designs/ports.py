"""What designs need: someone who renders them, and the lists of designs and of renders."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from application.media.ports import Pictures
from application.operations.ports import Jobs, Replies
from application.orders.ports import AttentionItems
from application.shared.begin import Begin
from application.shared.work import Work
from domain.designs.design import Design
from domain.designs.look import FrameLook
from domain.designs.plan import PrintPlan
from domain.designs.render import Render
from domain.designs.status import DesignStatus
from domain.media.picture import Picture

# Told now and then how far a render is, of 100.
Progress = Callable[[int], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewImage:
    """A whole picture file, small enough to be held in memory."""

    media_type: str
    width_px: int
    height_px: int
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintFile:
    """What was written; `md5` and `sha256` are hex."""

    width_px: int
    height_px: int
    bytes_count: int
    md5: str
    sha256: str


class Renderer(Protocol):
    """Draws a plan from the file of a stored picture or of a smaller copy of it.

    Raises PictureUndecodable when the file cannot be read or breaks whoever reads it, Unavailable
    when there is no room or nobody free; a render that is too slow counts as one that breaks.
    """

    async def preview(
        self,
        picture: Path,
        plan: PrintPlan,
        look: FrameLook,
        *,
        long_side_px: int,
        wait_s: float | None = None,
    ) -> PreviewImage:
        """As it will hang on a wall, the longer side of the whole `long_side_px`.

        Nobody being free for `wait_s` is told, if that is not to be waited for as usual.
        """
        ...

    async def print_file(
        self, picture: Path, plan: PrintPlan, to: Path, on_progress: Progress
    ) -> PrintFile:
        """Written to `to`: a JPEG of exactly the plan's pixels and dpi, with an sRGB profile."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignPage:
    items: Sequence[Design]
    page: int
    limit: int
    has_more: bool


class Designs(Protocol):
    """All designs; whoever asks names the owner, and somebody else's are not there."""

    async def add(self, design: Design) -> None:
        """With its first revision."""
        ...

    async def get(self, owner_id: UUID, design_id: UUID) -> Design:
        """Raises DesignNotFound."""
        ...

    async def hold(self, owner_id: UUID, design_id: UUID) -> Design:
        """As `get`, and nobody else changes it until this work ends."""
        ...

    async def with_picture(self, owner_id: UUID, design_id: UUID) -> tuple[Design, Picture | None]:
        """In one statement; None for a picture that was deleted. Raises DesignNotFound."""
        ...

    async def page(self, owner_id: UUID, *, page: int, limit: int) -> DesignPage:
        """Newest first; `page` counts from 1."""
        ...

    async def count(self, owner_id: UUID) -> int: ...

    async def save(self, design: Design) -> None:
        """With its revision, if that is a new one; revisions written before stay as they are."""
        ...

    async def remove(self, design_id: UUID) -> None:
        """A draft, with all its revisions."""
        ...

    async def follow(self, render_id: UUID, status: DesignStatus, at: datetime) -> None:
        """Move every design of that render to where the table of moves lets it go.

        To be called after the render was locked or saved in the same work: then whoever finalizes
        a design at this moment waits, and reads the render as it is after this.
        """
        ...


class Renders(Protocol):
    """One for each owner, kind and fingerprint."""

    async def add_or_get(self, render: Render) -> Render:
        """The one that is kept, locked until this work ends: this one, or an earlier one."""
        ...

    async def get(self, owner_id: UUID, render_id: UUID) -> Render:
        """Raises RenderNotFound."""
        ...

    async def get_many(self, render_ids: Sequence[UUID]) -> Sequence[Render]: ...

    async def hold(self, render_id: UUID) -> Render | None:
        """Whoever's it is, locked until this work ends."""
        ...

    async def save(self, render: Render) -> None: ...

    async def forget_previews(
        self, owner_id: UUID, *, keep: int, but: UUID | None = None
    ) -> Sequence[str]:
        """All previews that nobody draws at this moment, except for the newest and that one: one
        owner's slider cannot keep everybody else's files waiting. Wherever their files may be.
        """
        ...

    async def note_progress(self, render: Render, progress: int) -> None:
        """Only ever more, and only while this attempt is under way."""
        ...


class Previews(Protocol):
    """Previews drawn a short while ago, by fingerprint; having none is never an error."""

    async def get(self, fingerprint: str) -> PreviewImage | None: ...

    async def put(self, fingerprint: str, image: PreviewImage, *, is_tried: bool = False) -> None:
        """Of a look that is only tried out it may be forgotten sooner."""
        ...


class Listening(Protocol):
    async def heard(self, timeout_s: float) -> None:
        """Return when something was told of the render, and at the latest after this time."""
        ...


class RenderNews(Protocol):
    """Tells, from one process to another, that a render's row has changed; the row says how.

    Best effort: whoever listens must look at the row now and then all the same.
    """

    async def tell(self, render_id: UUID) -> None:
        """After the change was committed. Raises nothing."""
        ...

    def listen(self, render_id: UUID) -> AbstractAsyncContextManager[Listening]:
        """What is told after this is heard. Raises nothing."""
        ...


class PicturesToDesign(Pictures, Protocol):
    async def find_many(self, picture_ids: Sequence[UUID]) -> Sequence[Picture]:
        """Those that are there, whoever's they are; nobody who deletes one is kept waiting."""
        ...


class DesignWork(Work, Protocol):
    @property
    def designs(self) -> Designs: ...

    @property
    def renders(self) -> Renders: ...

    @property
    def pictures(self) -> PicturesToDesign: ...

    @property
    def jobs(self) -> Jobs: ...

    @property
    def attention(self) -> AttentionItems: ...

    @property
    def replies(self) -> Replies: ...


BeginDesignWork = Begin[DesignWork]
