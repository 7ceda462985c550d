"""Admit a part of an upload before its first byte is read."""

from dataclasses import dataclass
from uuid import UUID

from application.media.upload_ports import BeginUploadWork
from application.shared.ports import Clock, NewId
from domain.identity.owner import Owner
from domain.media.resumable_upload import ResumableUpload


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunPart:
    """`name` is None where there is nothing left to send."""

    upload: ResumableUpload
    offset: int
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginPart:
    """Raises UploadNotFound, UploadEnded, UploadOffsetDiffers, UploadTooLong, UploadTooManyParts,
    or what the upload was refused with.
    """

    begin: BeginUploadWork
    clock: Clock
    new_id: NewId
    parts_max: int

    async def __call__(
        self, owner: Owner, upload_id: UUID, *, offset: int, bytes_count: int | None
    ) -> BegunPart:
        """`bytes_count` is None while nobody knows it yet."""
        async with self.begin() as work:
            upload = await work.uploads.lock(owner.id, upload_id)
            if upload.refusal is not None:
                raise upload.refusal.again()
            at = self.clock.now()
            upload.check_next(offset, bytes_count or 0, at)
            if upload.is_full or bytes_count == 0:
                return BegunPart(upload=upload, offset=offset, name=None)
            # Two processes never use the same name, so neither can write over the other's part.
            name = f"{offset}-{self.new_id().hex}"
            begun = upload.begin_part(name, self.parts_max)
            await work.uploads.save(begun)
            await work.commit()
        return BegunPart(upload=begun, offset=offset, name=name)
