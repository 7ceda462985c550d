"""Resumable uploads in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.uploads import uploads
from domain.media.kept_refusal import KeptRefusal
from domain.media.resumable_upload import ResumableUpload
from domain.media.upload_refusals import UploadNotFound, UploadTooManyOpen

# Any number will do that no other advisory lock of the shop is seeded with.
LOCK_SEED = 12


class PostgresUploads:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, upload: ResumableUpload, *, open_max: int) -> None:
        owner = func.hashtextextended(str(upload.owner_id), LOCK_SEED)
        await self._connection.execute(select(func.pg_advisory_xact_lock(owner)))
        counting = select(func.count()).where(
            uploads.c.owner_id == upload.owner_id,
            uploads.c.expires_at > upload.created_at,
            uploads.c.picture_id.is_(None),
            uploads.c.refusal.is_(None),
        )
        if (await self._connection.execute(counting)).scalar_one() >= open_max:
            raise UploadTooManyOpen(facts={"open_max": open_max})
        await self._connection.execute(insert(uploads).values(to_row(upload)))

    async def lock(self, owner_id: UUID, upload_id: UUID) -> ResumableUpload:
        wanted = (
            select(uploads)
            .where(uploads.c.id == upload_id, uploads.c.owner_id == owner_id)
            .with_for_update()
        )
        row = (await self._connection.execute(wanted)).mappings().one_or_none()
        if row is None:
            raise UploadNotFound
        return from_row(row)

    async def save(self, upload: ResumableUpload) -> None:
        changing = update(uploads).where(uploads.c.id == upload.id)
        await self._connection.execute(changing.values(to_row(upload)))

    async def outlived(self, ended_before: datetime, limit: int) -> Sequence[ResumableUpload]:
        wanted = (
            select(uploads)
            .where(uploads.c.expires_at < ended_before)
            .order_by(uploads.c.expires_at, uploads.c.id)
            .limit(limit)
        )
        return [from_row(row) for row in (await self._connection.execute(wanted)).mappings()]

    async def remove(self, upload_ids: Sequence[UUID]) -> None:
        await self._connection.execute(delete(uploads).where(uploads.c.id.in_(upload_ids)))


def to_row(upload: ResumableUpload) -> dict[str, Any]:
    return asdict(upload) | {"begun": list(upload.begun), "parts": list(upload.parts)}


def from_row(row: RowMapping) -> ResumableUpload:
    refusal = row["refusal"]
    return ResumableUpload(
        **{
            **row,
            "begun": tuple(row["begun"]),
            "parts": tuple(row["parts"]),
            "refusal": None if refusal is None else KeptRefusal(**refusal),
        }
    )
