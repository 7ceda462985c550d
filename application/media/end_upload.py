"""Give up an upload: what was sent is deleted, a picture that was made of it stays."""

from dataclasses import dataclass
from uuid import UUID

from application.media.ports import Assets
from application.media.upload_ports import BeginUploadWork
from application.shared.ports import Clock
from domain.identity.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class EndUpload:
    """Raises UploadNotFound or UploadEnded."""

    begin: BeginUploadWork
    assets: Assets
    clock: Clock

    async def __call__(self, owner: Owner, upload_id: UUID) -> None:
        async with self.begin() as work:
            upload = await work.uploads.lock(owner.id, upload_id)
            await work.uploads.save(upload.end(self.clock.now()))
            await work.commit()
        # The row stays until the next round of expire_uploads.py, which deletes what is left here.
        for part in upload.begun:
            await self.assets.delete(upload.key_of(part))
