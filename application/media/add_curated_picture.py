"""Staff offer a picture to everybody."""

from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID

from application.media.curated_ports import BeginCuratedWork
from application.media.picture_links import PictureLinks, Shown
from application.media.picture_storage import PictureStorage
from application.media.ports import PictureReader
from application.media.upload_picture import Upload
from application.shared.ports import Clock, NewId
from domain.identity.owner import Owner
from domain.media.curated_picture import (
    CuratedPicture,
    CuratedPictureNotFound,
    clean_title,
    curated_key,
)
from domain.media.limits import PictureLimits
from domain.reconciliation.staff_action import StaffAction
from domain.shared.refusals import DomainError


@dataclass(frozen=True, slots=True)
class Retitle:
    """What is there already, under another title."""

    picture_id: UUID
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCuratedPicture:
    """The same bytes again are the same picture, under the title that was given last."""

    begin: BeginCuratedWork
    storage: PictureStorage
    reader: PictureReader
    links: PictureLinks
    limits: PictureLimits
    clock: Clock
    new_id: NewId

    async def __call__(self, staff: Owner, title: str, upload: Upload) -> Shown[CuratedPicture]:
        """Raises PictureTitleInvalid, what PictureReader raises, PictureTooLarge, RequestInFlight
        and KeyReused.
        """
        cleaned = clean_title(title)
        self.limits.check_bytes(upload.bytes_count)
        async with self.begin(reading=True) as work:
            known = await work.curated.find_original(upload.sha256)
        if known is not None:
            # Unless it is removed at this moment, and its files with it.
            with suppress(CuratedPictureNotFound):
                return self.links.show(await self._keep(staff, upload, Retitle(known.id, cleaned)))
        # As with a buyer's: no transaction waits for decoding, and files come before the row.
        stored = await self._store(cleaned, upload)
        try:
            kept = await self._keep(staff, upload, stored)
        except DomainError:
            await self.storage.delete(stored.files)
            raise
        if kept.id != stored.id:
            await self.storage.delete(stored.files)
        return self.links.show(kept)

    async def _store(self, title: str, upload: Upload) -> CuratedPicture:
        normalised = await self.reader.normalise(upload.file, upload.declared_type)
        picture_id = self.new_id()
        picture = CuratedPicture(
            id=picture_id,
            title=title,
            media_type=normalised.media_type,
            width_px=normalised.width_px,
            height_px=normalised.height_px,
            bytes_count=len(normalised.data),
            sha256=normalised.sha256,
            md5=normalised.md5,
            original_sha256=upload.sha256,
            asset_key=curated_key(picture_id, normalised.media_type),
            created_at=self.clock.now(),
        )
        return replace(
            picture, thumbnail_widths=await self.storage.put(picture.asset_key, normalised)
        )

    async def _keep(
        self, staff: Owner, upload: Upload, change: CuratedPicture | Retitle
    ) -> CuratedPicture:
        async with self.begin() as work:
            request = upload.request
            if request is not None:
                answered = await work.replies.recall(request, UUID)
                if answered is not None:
                    return await work.curated.get(answered)
            if isinstance(change, Retitle):
                kept = await work.curated.retitle(change.picture_id, change.title)
            else:
                kept = await work.curated.add(change)
            await work.staff_actions.add(
                StaffAction(
                    at=self.clock.now(),
                    actor_id=staff.id,
                    action="curated_picture_added",
                    subject=f"curated:{kept.id}",
                    details={"title": kept.title},
                )
            )
            if request is not None:
                await work.replies.keep(request, kept.id)
            await work.commit()
        return kept
