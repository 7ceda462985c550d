"""Pictures in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.pictures import pictures
from application.media.ports import PicturePage
from domain.media.formats import PictureFormat
from domain.media.picture import SECOND_COPY, Picture
from domain.media.refusals import PictureNotFound


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
        found = await self._connection.execute(keeping.returning(*pictures.c))
        return from_row(found.mappings().one())

    async def get(self, owner_id: UUID, picture_id: UUID) -> Picture:
        wanted = select(pictures).where(
            pictures.c.id == picture_id, pictures.c.owner_id == owner_id
        )
        row = (await self._connection.execute(wanted)).mappings().one_or_none()
        if row is None:
            raise PictureNotFound
        return from_row(row)

    async def find_original(self, owner_id: UUID, original_sha256: str) -> Picture | None:
        wanted = select(pictures).where(
            pictures.c.owner_id == owner_id, pictures.c.original_sha256 == original_sha256
        )
        row = (await self._connection.execute(wanted)).mappings().one_or_none()
        return None if row is None else from_row(row)

    async def get_many(self, picture_ids: Sequence[UUID]) -> Sequence[Picture]:
        wanted = select(pictures).where(pictures.c.id.in_(set(picture_ids)))
        return [from_row(row) for row in (await self._connection.execute(wanted)).mappings()]

    async def page(self, owner_id: UUID, *, page: int, limit: int) -> PicturePage:
        wanted = (
            select(pictures)
            .where(
                pictures.c.owner_id == owner_id,
                pictures.c.original_sha256.not_like(f"%{SECOND_COPY}%"),
            )
            .order_by(pictures.c.created_at.desc(), pictures.c.id.desc())
            .offset((page - 1) * limit)
            # One more than asked for tells whether there is a next page.
            .limit(limit + 1)
        )
        rows = (await self._connection.execute(wanted)).mappings().all()
        return PicturePage(
            items=[from_row(row) for row in rows[:limit]],
            page=page,
            limit=limit,
            has_more=len(rows) > limit,
        )


def to_row(picture: Picture) -> dict[str, Any]:
    return asdict(picture) | {"media_type": picture.media_type.value}


def from_row(row: RowMapping) -> Picture:
    return Picture(**{**row, "media_type": PictureFormat(row["media_type"])})
