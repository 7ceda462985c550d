"""What the shop's own gallery needs: its pictures, and a record of who of the staff changed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from application.media.ports import MediaWork
from application.operations.ports import Jobs
from application.shared.begin import Begin
from domain.media.curated_picture import CuratedPicture
from domain.media.gallery_cursor import GalleryCursor
from domain.reconciliation.staff_action import StaffAction


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratedPage:
    items: Sequence[CuratedPicture]
    has_more: bool


class CuratedPictures(Protocol):
    """Everybody sees all of them; only staff change anything."""

    async def add(self, picture: CuratedPicture) -> CuratedPicture:
        """The one that is kept: this one, or what there is of the same original bytes, under the
        new title.
        """
        ...

    async def retitle(self, picture_id: UUID, title: str) -> CuratedPicture:
        """Raises CuratedPictureNotFound."""
        ...

    async def get(self, picture_id: UUID) -> CuratedPicture:
        """Raises CuratedPictureNotFound."""
        ...

    async def find_original(self, original_sha256: str) -> CuratedPicture | None: ...

    async def page(self, *, page: int, limit: int, after: GalleryCursor | None) -> CuratedPage:
        """Newest first; as a buyer's own gallery is paged."""
        ...

    async def remove(self, picture_id: UUID) -> CuratedPicture:
        """What was removed. Raises CuratedPictureNotFound."""
        ...


class NotesStaffActions(Protocol):
    async def add(self, action: StaffAction) -> None: ...


class CuratedWork(MediaWork, Protocol):
    @property
    def curated(self) -> CuratedPictures: ...
    @property
    def staff_actions(self) -> NotesStaffActions: ...
    @property
    def jobs(self) -> Jobs: ...


BeginCuratedWork = Begin[CuratedWork]
