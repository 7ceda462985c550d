"""A buyer takes a picture that the shop offers: a copy of it is their own from then on."""

from dataclasses import dataclass
from uuid import UUID

from application.media.curated_ports import BeginCuratedWork
from application.media.picture_links import PictureLinks, ShownPicture
from application.media.picture_storage import PictureStorage
from application.media.remember_picture import RememberPicture
from application.shared.ports import Clock, NewId
from domain.identity.owner import Owner
from domain.media.curated_picture import CuratedPicture, CuratedPictureNotFound
from domain.media.original_name import clean_name
from domain.media.picture import Picture, picture_key
from domain.media.refusals import AssetNotFound
from domain.operations.reply import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeCuratedPicture:
    """Taken twice it is one picture, and the same as if its bytes had been uploaded."""

    begin: BeginCuratedWork
    storage: PictureStorage
    remember: RememberPicture
    links: PictureLinks
    clock: Clock
    new_id: NewId

    async def __call__(
        self, owner: Owner, picture_id: UUID, request: Request | None = None
    ) -> ShownPicture:
        """Raises CuratedPictureNotFound, RequestInFlight, KeyReused or PictureNotFound."""
        async with self.begin(reading=True) as work:
            answered = None if request is None else await work.replies.find(request, UUID)
            if answered is not None:
                return self.links.show(await work.pictures.get(owner.id, answered))
            offered = await work.curated.get(picture_id)
        picture = await self.remember.known(owner, offered.original_sha256, request)
        if picture is None:
            copied = self._copy_of(offered, owner)
            try:
                # As with an upload: the files are durable before the row that points to them.
                await self.storage.copy(
                    zip(offered.files, copied.files, strict=True), copied.media_type.value
                )
            except AssetNotFound as error:
                # It was removed at this moment.
                raise CuratedPictureNotFound from error
            picture = await self.remember(copied, request)
        return self.links.show(picture)

    def _copy_of(self, offered: CuratedPicture, owner: Owner) -> Picture:
        picture_id = self.new_id()
        return Picture(
            id=picture_id,
            owner_id=owner.id,
            media_type=offered.media_type,
            width_px=offered.width_px,
            height_px=offered.height_px,
            bytes_count=offered.bytes_count,
            sha256=offered.sha256,
            md5=offered.md5,
            original_sha256=offered.original_sha256,
            original_name=clean_name(offered.title),
            asset_key=picture_key(picture_id, offered.media_type),
            created_at=self.clock.now(),
            thumbnail_widths=offered.thumbnail_widths,
        )
