"""Pictures in memory."""

from collections.abc import Sequence
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from application.media.ports import PicturePage
from domain.media.picture import Picture
from domain.media.refusals import PictureNotFound


class MemoryPictures:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[UUID, Picture] = store.table("pictures")

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

    async def find_original(self, owner_id: UUID, original_sha256: str) -> Picture | None:
        for picture in self._rows:
            if (picture.owner_id, picture.original_sha256) == (owner_id, original_sha256):
                return picture
        return None

    async def get_many(self, picture_ids: Sequence[UUID]) -> Sequence[Picture]:
        return [picture for picture in self._rows if picture.id in set(picture_ids)]

    async def page(self, owner_id: UUID, *, page: int, limit: int) -> PicturePage:
        own = [
            picture
            for picture in self._rows
            if picture.owner_id == owner_id and not picture.is_second_copy
        ]
        own.sort(key=lambda picture: (picture.created_at, picture.id), reverse=True)
        first = (page - 1) * limit
        return PicturePage(
            items=own[first : first + limit],
            page=page,
            limit=limit,
            has_more=len(own) > first + limit,
        )
