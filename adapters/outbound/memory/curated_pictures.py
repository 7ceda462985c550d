"""The shop's own gallery in memory."""

from dataclasses import replace
from uuid import UUID

from adapters.outbound.memory.gallery import newest
from adapters.outbound.memory.table import MemoryStore, Table
from application.media.curated_ports import CuratedPage
from domain.media.curated_picture import CuratedPicture, CuratedPictureNotFound
from domain.media.gallery_cursor import GalleryCursor


class MemoryCuratedPictures:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[UUID, CuratedPicture] = store.table("curated_pictures")

    async def add(self, picture: CuratedPicture) -> CuratedPicture:
        known = await self.find_original(picture.original_sha256)
        kept = picture if known is None else replace(known, title=picture.title)
        self._rows.put(kept.id, kept)
        return kept

    async def retitle(self, picture_id: UUID, title: str) -> CuratedPicture:
        kept = replace(await self.get(picture_id), title=title)
        self._rows.put(kept.id, kept)
        return kept

    async def get(self, picture_id: UUID) -> CuratedPicture:
        picture = self._rows.get(picture_id)
        if picture is None:
            raise CuratedPictureNotFound
        return picture

    async def find_original(self, original_sha256: str) -> CuratedPicture | None:
        return next((row for row in self._rows if row.original_sha256 == original_sha256), None)

    async def page(self, *, page: int, limit: int, after: GalleryCursor | None) -> CuratedPage:
        items, has_more = newest(self._rows, page=page, limit=limit, after=after)
        return CuratedPage(items=items, has_more=has_more)

    async def remove(self, picture_id: UUID) -> CuratedPicture:
        picture = await self.get(picture_id)
        self._rows.remove(picture_id)
        return picture
