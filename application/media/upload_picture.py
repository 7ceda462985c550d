"""Take a buyer's picture: make it printable, store it, and remember it once."""

from dataclasses import dataclass
from typing import IO
from uuid import UUID

from application.media.picture_links import PictureLinks, ShownPicture
from application.media.ports import Assets, BeginMediaWork, PictureReader
from application.shared.ports import Clock, NewId
from domain.identity.owner import Owner
from domain.media.limits import PictureLimits
from domain.media.original_name import clean_name
from domain.media.picture import Picture, picture_key
from domain.operations.reply import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """`file` stands at its first byte; `sha256` (hex) and `bytes_count` are of all of it."""

    file: IO[bytes]
    sha256: str
    bytes_count: int
    declared_type: str | None = None
    name: str | None = None
    request: Request | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadPicture:
    """Raises what PictureReader raises, PictureTooLarge, RequestInFlight and KeyReused."""

    begin: BeginMediaWork
    assets: Assets
    reader: PictureReader
    links: PictureLinks
    limits: PictureLimits
    clock: Clock
    new_id: NewId

    async def __call__(self, owner: Owner, upload: Upload) -> ShownPicture:
        self.limits.check_bytes(upload.bytes_count)
        picture = await self._known(owner, upload)
        if picture is None:
            # Decoding takes seconds and no transaction waits for it. The file is durable before
            # the row that points to it; a crash in between leaves a file nobody knows.
            stored = await self._store(owner, upload)
            picture = await self._remember(stored, upload)
            if picture.id != stored.id:
                await self.assets.delete(stored.asset_key)
        return self.links.show(picture)

    async def _known(self, owner: Owner, upload: Upload) -> Picture | None:
        async with self.begin() as work:
            if upload.request is not None:
                # Only looked up: a claim would end with this transaction, before decoding.
                answered = await work.replies.find(upload.request, UUID)
                if answered is not None:
                    return await work.pictures.get(owner.id, answered)
            picture = await work.pictures.find_original(owner.id, upload.sha256)
        if picture is None or upload.request is None:
            return picture
        return await self._remember(picture, upload)

    async def _store(self, owner: Owner, upload: Upload) -> Picture:
        normalised = await self.reader.normalise(upload.file, upload.declared_type)
        picture_id = self.new_id()
        picture = Picture(
            id=picture_id,
            owner_id=owner.id,
            media_type=normalised.media_type,
            width_px=normalised.width_px,
            height_px=normalised.height_px,
            bytes_count=len(normalised.data),
            sha256=normalised.sha256,
            md5=normalised.md5,
            original_sha256=upload.sha256,
            original_name=clean_name(upload.name),
            asset_key=picture_key(picture_id, normalised.media_type),
            created_at=self.clock.now(),
        )
        await self.assets.put(picture.asset_key, normalised.data, picture.media_type)
        return picture

    async def _remember(self, stored: Picture, upload: Upload) -> Picture:
        """The stored picture, or the one that a twin of this request was quicker to add."""
        async with self.begin() as work:
            if upload.request is not None:
                answered = await work.replies.recall(upload.request, UUID)
                if answered is not None:
                    return await work.pictures.get(stored.owner_id, answered)
            picture = await work.pictures.add(stored)
            if upload.request is not None:
                await work.replies.keep(upload.request, picture.id)
            await work.commit()
        return picture
