"""Pictures in PostgreSQL; of a deleted one an empty row stays, because products name it."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.gallery import newest
from adapters.outbound.postgres.tables.pictures import IS_LISTED, pictures
from application.media.ports import PicturePage
from domain.media.formats import PictureFormat
from domain.media.gallery_cursor import GalleryCursor
from domain.media.picture import DELETED, SECOND_COPY, Picture
from domain.media.refusals import PictureNotFound

COLUMNS = [pictures.c[field.name] for field in fields(Picture)]
THERE = pictures.c.deleted_at.is_(None)

FORGET = text("""
    WITH forgotten AS (
        UPDATE pictures
        SET deleted_at = :at, original_sha256 = :deleted || id, sha256 = '', md5 = '',
            original_name = '', thumbnail_widths = '{}'
        WHERE id = ANY(CAST(:ids AS uuid[])) RETURNING id
    )
    UPDATE products SET has_picture = false FROM forgotten
    WHERE products.picture_id = forgotten.id
""")


class PostgresPictures:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, picture: Picture) -> Picture:
        # A no-op update instead of DO NOTHING: it waits for a twin in flight and returns its row.
        adding = insert(pictures).values(to_row(picture))
        keeping = adding.on_conflict_do_update(
            index_elements=["owner_id", "original_sha256"],
            set_={"owner_id": adding.excluded.owner_id},
        )
        found = await self._connection.execute(keeping.returning(*COLUMNS))
        return from_row(found.mappings().one())

    async def get(self, owner_id: UUID, picture_id: UUID) -> Picture:
        return await self._one(owner_id, picture_id, is_held=False)

    async def hold(self, owner_id: UUID, picture_id: UUID) -> Picture:
        return await self._one(owner_id, picture_id, is_held=True)

    async def find_original(self, owner_id: UUID, original_sha256: str) -> Picture | None:
        wanted = select(*COLUMNS).where(
            pictures.c.owner_id == owner_id, pictures.c.original_sha256 == original_sha256, THERE
        )
        row = (await self._connection.execute(wanted)).mappings().one_or_none()
        return None if row is None else from_row(row)

    async def find_many(self, picture_ids: Sequence[UUID]) -> Sequence[Picture]:
        wanted = select(*COLUMNS).where(pictures.c.id.in_(set(picture_ids)), THERE)
        return [from_row(row) for row in (await self._connection.execute(wanted)).mappings()]

    async def get_many(self, picture_ids: Sequence[UUID]) -> Sequence[Picture]:
        # In the order in which a deletion locks them, so that the two never wait in a circle.
        wanted = (
            select(*COLUMNS)
            .where(pictures.c.id.in_(set(picture_ids)), THERE)
            .order_by(pictures.c.id)
            .with_for_update(read=True, key_share=True)
        )
        return [from_row(row) for row in (await self._connection.execute(wanted)).mappings()]

    async def page(
        self, owner_id: UUID, *, page: int, limit: int, after: GalleryCursor | None = None
    ) -> PicturePage:
        of_owner = pictures.c.owner_id == owner_id
        wanted = newest(pictures, COLUMNS, of_owner, IS_LISTED, page=page, limit=limit, after=after)
        rows = (await self._connection.execute(wanted)).mappings().all()
        return PicturePage(
            items=[from_row(row) for row in rows[:limit]],
            page=page,
            limit=limit,
            has_more=len(rows) > limit,
        )

    async def lock_copies(self, owner_id: UUID, picture_id: UUID) -> Sequence[Picture]:
        chosen = pictures.alias("chosen")
        wanted = (
            select(*COLUMNS)
            .join(chosen, _original(chosen) == _original(pictures))
            .where(
                chosen.c.id == picture_id,
                chosen.c.owner_id == owner_id,
                chosen.c.deleted_at.is_(None),
                pictures.c.owner_id == owner_id,
                THERE,
            )
            .order_by(pictures.c.id)
            .with_for_update(of=pictures)
        )
        copies = [from_row(row) for row in (await self._connection.execute(wanted)).mappings()]
        if picture_id not in {picture.id for picture in copies}:
            raise PictureNotFound
        return copies

    async def forget(self, picture_ids: Collection[UUID], at: datetime) -> None:
        given = {"ids": list(picture_ids), "at": at, "deleted": DELETED}
        await self._connection.execute(FORGET, given)

    async def deleted_among(self, picture_ids: Collection[UUID]) -> Collection[UUID]:
        wanted = select(pictures.c.id).where(
            pictures.c.id.in_(set(picture_ids)), pictures.c.deleted_at.is_not(None)
        )
        return set((await self._connection.execute(wanted)).scalars())

    async def _one(self, owner_id: UUID, picture_id: UUID, *, is_held: bool) -> Picture:
        wanted = select(*COLUMNS).where(
            pictures.c.id == picture_id, pictures.c.owner_id == owner_id, THERE
        )
        if is_held:
            wanted = wanted.with_for_update(read=True, key_share=True)
        row = (await self._connection.execute(wanted)).mappings().one_or_none()
        if row is None:
            raise PictureNotFound
        return from_row(row)


def _original(table: Any) -> Any:
    return func.split_part(table.c.original_sha256, SECOND_COPY, 1)


def to_row(picture: Picture) -> dict[str, Any]:
    return asdict(picture) | {
        "media_type": picture.media_type.value,
        "thumbnail_widths": list(picture.thumbnail_widths),
    }


def from_row(row: RowMapping) -> Picture:
    return Picture(
        **{
            **row,
            "media_type": PictureFormat(row["media_type"]),
            "thumbnail_widths": tuple(row["thumbnail_widths"]),
        }
    )
