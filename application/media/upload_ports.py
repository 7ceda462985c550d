"""What resumable uploads need beyond the pictures that they become."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from application.media.picture_links import ShownPicture
from application.media.upload_picture import Upload
from application.operations.ports import Jobs, Replies
from application.shared.begin import Begin
from application.shared.work import Work
from domain.identity.owner import Owner
from domain.media.resumable_upload import ResumableUpload

MakePicture = Callable[[Owner, Upload], Awaitable[ShownPicture]]


class Uploads(Protocol):
    """All resumable uploads; somebody else's are not there."""

    async def add(self, upload: ResumableUpload, *, open_max: int) -> None:
        """Raises UploadTooManyOpen; two of one owner that begin at once are counted in turn.

        Open is what has neither a picture nor a refusal, and whose time is not over.
        """
        ...

    async def lock(self, owner_id: UUID, upload_id: UUID) -> ResumableUpload:
        """Until the work ends nobody else can. Raises UploadNotFound."""
        ...

    async def save(self, upload: ResumableUpload) -> None: ...

    async def outlived(self, ended_before: datetime, limit: int) -> Sequence[ResumableUpload]:
        """The oldest first, of whatever owner."""
        ...

    async def remove(self, upload_ids: Sequence[UUID]) -> None: ...


class UploadWork(Work, Protocol):
    @property
    def uploads(self) -> Uploads: ...
    @property
    def replies(self) -> Replies: ...
    @property
    def jobs(self) -> Jobs: ...


BeginUploadWork = Begin[UploadWork]
