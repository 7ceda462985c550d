"""Take a buyer's picture: make it printable, store it, and remember it once."""

from dataclasses import dataclass, replace
from typing import IO

from application.media.picture_links import PictureLinks, ShownPicture
from application.media.picture_storage import PictureStorage
from application.media.ports import Assets, BeginMediaWork, PictureReader
from application.media.remember_picture import RememberPicture
from application.shared.one_turn_each import OneTurnEach
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
    turns: OneTurnEach
    turn_wait_s: float

    async def __call__(self, owner: Owner, upload: Upload) -> ShownPicture:
        self.limits.check_bytes(upload.bytes_count)
        storage = PictureStorage(assets=self.assets)
        remember = RememberPicture(begin=self.begin, storage=storage)
        picture = await remember.known(owner, upload.sha256, upload.request)
        if picture is None:
            # Decoding takes seconds and no transaction waits for it. The files are durable before
            # the row that points to them; a crash in between leaves files nobody knows.
            stored = await self._store(storage, owner, upload)
            picture = await remember(stored, upload.request)
        return self.links.show(picture)

    async def _store(self, storage: PictureStorage, owner: Owner, upload: Upload) -> Picture:
        # One owner's pictures come one after another, so that they cannot take all decoders.
        with await self.turns.take(owner.id, self.turn_wait_s):
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
        widths = await storage.put(picture.asset_key, normalised)
        return replace(picture, thumbnail_widths=widths)
