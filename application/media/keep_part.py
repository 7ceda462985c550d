"""Keep what arrived of an upload, however much of it that is."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from application.media.begin_part import BegunPart
from application.media.ports import Assets
from application.media.upload_ports import BeginUploadWork
from application.shared.ports import Clock
from domain.identity.owner import Owner
from domain.media.resumable_upload import ResumableUpload
from domain.shared.refusals import DomainError

MEDIA_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPart:
    """The file is durable before the offset moves on, so that what was counted is never lost.

    Raises UploadNotFound, UploadEnded, UploadOffsetDiffers or UploadTooLong; the file goes then.
    """

    begin: BeginUploadWork
    assets: Assets
    clock: Clock
    lifetime: timedelta

    async def __call__(
        self, owner: Owner, part: BegunPart, arrived: Path, bytes_count: int
    ) -> ResumableUpload:
        if part.name is None:
            return part.upload
        if bytes_count == 0:
            # A line that is cut before the first byte, however often, costs none of the parts.
            return await self._forget(owner, part, part.name)
        key = part.upload.key_of(part.name)
        part.upload.check_length(bytes_count)
        await self.assets.put_file(key, arrived, MEDIA_TYPE)
        try:
            return await self._count(owner, part, part.name, bytes_count)
        except DomainError:
            await self.assets.delete(key)
            raise

    async def _forget(self, owner: Owner, part: BegunPart, name: str) -> ResumableUpload:
        async with self.begin() as work:
            upload = await work.uploads.lock(owner.id, part.upload.id)
            left = upload.forget_part(name)
            await work.uploads.save(left)
            await work.commit()
        return left

    async def _count(
        self, owner: Owner, part: BegunPart, name: str, bytes_count: int
    ) -> ResumableUpload:
        async with self.begin() as work:
            upload = await work.uploads.lock(owner.id, part.upload.id)
            if name in upload.parts:
                # Counted by a try whose answer was lost.
                return upload
            at = self.clock.now()
            counted = upload.count_part(name, part.offset, bytes_count, at, at + self.lifetime)
            await work.uploads.save(counted)
            await work.commit()
        return counted
