"""Begin a resumable upload: nothing is stored yet but that somebody will send so many bytes."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from application.media.upload_ports import BeginUploadWork
from application.shared.ports import Clock, NewId
from domain.identity.owner import Owner
from domain.media.limits import PictureLimits
from domain.media.original_name import clean_name
from domain.media.resumable_upload import ResumableUpload
from domain.operations.reply import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncedUpload:
    bytes_total: int
    name: str | None = None
    declared_type: str | None = None
    request: Request | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginUpload:
    """Raises PictureTooLarge, PictureEmpty, UploadTooManyOpen, RequestInFlight, KeyReused."""

    begin: BeginUploadWork
    limits: PictureLimits
    clock: Clock
    new_id: NewId
    lifetime: timedelta
    open_max: int

    async def __call__(self, owner: Owner, announced: AnnouncedUpload) -> ResumableUpload:
        self.limits.check_bytes(announced.bytes_total)
        async with self.begin() as work:
            if announced.request is not None:
                known = await work.replies.recall(announced.request, UUID)
                if known is not None:
                    return await work.uploads.lock(owner.id, known)
            at = self.clock.now()
            upload = ResumableUpload(
                id=self.new_id(),
                owner_id=owner.id,
                bytes_total=announced.bytes_total,
                name=clean_name(announced.name),
                declared_type=announced.declared_type,
                created_at=at,
                expires_at=at + self.lifetime,
            )
            await work.uploads.add(upload, open_max=self.open_max)
            if announced.request is not None:
                await work.replies.keep(announced.request, upload.id)
            await work.commit()
        return upload
