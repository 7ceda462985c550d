"""Make the picture of an upload that has all its bytes; whoever comes by first does it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from application.media.ports import Assets
from application.media.upload_picture import Upload
from application.media.upload_ports import BeginUploadWork, MakePicture
from application.media.whole_file import whole_file
from application.shared.outcomes import Unavailable
from application.shared.ports import Clock
from domain.identity.owner import Owner
from domain.media.kept_refusal import KeptRefusal
from domain.media.refusals import AssetNotFound
from domain.media.resumable_upload import ResumableUpload
from domain.shared.refusals import Invalid

Change = Callable[[ResumableUpload], ResumableUpload]


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishUpload:
    """Also shows an upload: one that still waits for bytes is answered as it is.

    Raises UploadNotFound, UploadEnded, what the picture is refused with, now and ever after, or
    Unavailable. A process that dies while it makes the picture leaves that to the next who asks
    after `claim`; made twice, it is the same picture.
    """

    begin: BeginUploadWork
    assets: Assets
    make_picture: MakePicture
    clock: Clock
    claim: timedelta

    async def __call__(self, owner: Owner, upload_id: UUID) -> ResumableUpload:
        async with self.begin() as work:
            upload = await work.uploads.lock(owner.id, upload_id)
            at = self.clock.now()
            upload.check_alive(at)
            if upload.refusal is not None:
                raise upload.refusal.again()
            if not upload.can_be_finished(at):
                return upload
            upload = upload.begin_finishing(at + self.claim)
            await work.uploads.save(upload)
            await work.commit()
        return await self._finish(owner, upload)

    async def _finish(self, owner: Owner, upload: ResumableUpload) -> ResumableUpload:
        try:
            picture_id = await self._make(owner, upload)
        except Invalid as refused:
            refusal = KeptRefusal.of(refused)
            await self._save(owner, upload, lambda current: current.refuse(refusal))
            await self._forget_files(upload)
            raise
        except Exception:
            # Whatever it was, it may be tried again at once.
            await self._save(owner, upload, ResumableUpload.let_others_finish)
            raise
        done = await self._save(owner, upload, lambda current: current.complete(picture_id))
        await self._forget_files(upload)
        return done

    async def _make(self, owner: Owner, upload: ResumableUpload) -> UUID:
        keys = [upload.key_of(part) for part in upload.parts]
        try:
            async with whole_file(self.assets, keys) as whole:
                if whole.bytes_count != upload.bytes_total:
                    raise Unavailable("storage", "an upload is shorter than it was")
                shown = await self.make_picture(
                    owner,
                    Upload(
                        file=whole.file,
                        sha256=whole.sha256,
                        bytes_count=whole.bytes_count,
                        declared_type=upload.declared_type,
                        name=upload.name,
                    ),
                )
        except AssetNotFound as error:
            raise Unavailable("storage", "a part of an upload is missing") from error
        return shown.picture.id

    async def _save(self, owner: Owner, upload: ResumableUpload, change: Change) -> ResumableUpload:
        async with self.begin() as work:
            changed = change(await work.uploads.lock(owner.id, upload.id))
            await work.uploads.save(changed)
            await work.commit()
        return changed

    async def _forget_files(self, upload: ResumableUpload) -> None:
        """At once; what a crash leaves is removed with the row (expire_uploads.py)."""
        for part in upload.begun:
            await self.assets.delete(upload.key_of(part))
