"""Pictures in memory."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from adapters.outbound.memory.gallery import newest
from adapters.outbound.memory.table import MemoryStore, Table
from application.media.ports import PicturePage
from domain.catalog.product import Product
from domain.media.gallery_cursor import GalleryCursor
from domain.media.picture import Picture
from domain.media.refusals import PictureNotFound


class MemoryPictures:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[UUID, Picture] = store.table("pictures")
        self._products: Table[UUID, Product] = store.table("products")
        self._deleted: Table[UUID, datetime] = store.table("deleted_pictures")

    async def add(self, picture: Picture) -> Picture:
        known = await self.find_original(picture.owner_id, picture.original_sha256)
        if known is None:
            self._rows.put(picture.id, picture)
        return known or picture

    async def get(self, owner_id: UUID, picture_id: UUID) -> Picture:
        picture = self._rows.get(picture_id)
        if picture is None or picture.owner_id != owner_id:
            raise PictureNotFound
        return picture

    async def hold(self, owner_id: UUID, picture_id: UUID) -> Picture:
        return await self.get(owner_id, picture_id)

    async def find_original(self, owner_id: UUID, original_sha256: str) -> Picture | None:
        for picture in self._rows:
            if (picture.owner_id, picture.original_sha256) == (owner_id, original_sha256):
                return picture
        return None

    async def find_many(self, picture_ids: Sequence[UUID]) -> Sequence[Picture]:
        return [picture for picture in self._rows if picture.id in set(picture_ids)]

    async def get_many(self, picture_ids: Sequence[UUID]) -> Sequence[Picture]:
        return await self.find_many(picture_ids)

    async def page(
        self, owner_id: UUID, *, page: int, limit: int, after: GalleryCursor | None = None
    ) -> PicturePage:
        own = [
            picture
            for picture in self._rows
            if picture.owner_id == owner_id and not picture.is_second_copy
        ]
        items, has_more = newest(own, page=page, limit=limit, after=after)
        return PicturePage(items=items, page=page, limit=limit, has_more=has_more)

    async def lock_copies(self, owner_id: UUID, picture_id: UUID) -> Sequence[Picture]:
        chosen = await self.get(owner_id, picture_id)
        return [
            picture
            for picture in self._rows
            if picture.owner_id == owner_id and picture.original == chosen.original
        ]

    async def forget(self, picture_ids: Collection[UUID], at: datetime) -> None:
        for picture in self._rows:
            if picture.id in picture_ids:
                self._deleted.put(picture.id, at)
                self._rows.remove(picture.id)
        for product in self._products:
            if product.picture_id in picture_ids:
                self._products.put(product.id, replace(product, has_picture=False))

    async def deleted_among(self, picture_ids: Collection[UUID]) -> Collection[UUID]:
        return {picture_id for picture_id in picture_ids if picture_id in self._deleted}
