"""The shop's own gallery in PostgreSQL."""

from dataclasses import asdict, fields
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.gallery import newest
from adapters.outbound.postgres.tables.pictures import curated_pictures
from application.media.curated_ports import CuratedPage
from domain.media.curated_picture import CuratedPicture, CuratedPictureNotFound
from domain.media.formats import PictureFormat
from domain.media.gallery_cursor import GalleryCursor

COLUMNS = [curated_pictures.c[field.name] for field in fields(CuratedPicture)]


class PostgresCuratedPictures:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, picture: CuratedPicture) -> CuratedPicture:
        adding = insert(curated_pictures).values(to_row(picture))
        keeping = adding.on_conflict_do_update(
            index_elements=["original_sha256"], set_={"title": adding.excluded.title}
        )
        found = await self._connection.execute(keeping.returning(*COLUMNS))
        return from_row(found.mappings().one())

    async def retitle(self, picture_id: UUID, title: str) -> CuratedPicture:
        changing = update(curated_pictures).where(curated_pictures.c.id == picture_id)
        return await self._there(changing.values(title=title).returning(*COLUMNS))

    async def get(self, picture_id: UUID) -> CuratedPicture:
        return await self._there(select(*COLUMNS).where(curated_pictures.c.id == picture_id))

    async def find_original(self, original_sha256: str) -> CuratedPicture | None:
        wanted = select(*COLUMNS).where(curated_pictures.c.original_sha256 == original_sha256)
        row = await self._first(wanted)
        return None if row is None else from_row(row)

    async def page(self, *, page: int, limit: int, after: GalleryCursor | None) -> CuratedPage:
        wanted = newest(curated_pictures, COLUMNS, page=page, limit=limit, after=after)
        rows = (await self._connection.execute(wanted)).mappings().all()
        return CuratedPage(
            items=[from_row(row) for row in rows[:limit]], has_more=len(rows) > limit
        )

    async def remove(self, picture_id: UUID) -> CuratedPicture:
        removing = delete(curated_pictures).where(curated_pictures.c.id == picture_id)
        return await self._there(removing.returning(*COLUMNS))

    async def _there(self, statement: Any) -> CuratedPicture:
        row = await self._first(statement)
        if row is None:
            raise CuratedPictureNotFound
        return from_row(row)

    async def _first(self, statement: Any) -> RowMapping | None:
        return (await self._connection.execute(statement)).mappings().one_or_none()


def to_row(picture: CuratedPicture) -> dict[str, Any]:
    return asdict(picture) | {
        "media_type": picture.media_type.value,
        "thumbnail_widths": list(picture.thumbnail_widths),
    }


def from_row(row: RowMapping) -> CuratedPicture:
    return CuratedPicture(
        **{
            **row,
            "media_type": PictureFormat(row["media_type"]),
            "thumbnail_widths": tuple(row["thumbnail_widths"]),
        }
    )
