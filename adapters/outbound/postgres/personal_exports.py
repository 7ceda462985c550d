"""Exports of personal data in PostgreSQL; a partial unique index keeps one under way."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, and_, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.personal import EXPORT_IS_UNDER_WAY, personal_exports
from domain.privacy.personal_export import UNDER_WAY, ExportStatus, PersonalExport


class PostgresPersonalExports:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add_or_get(self, export: PersonalExport) -> PersonalExport:
        # A no-op update instead of DO NOTHING: it waits for a twin in flight and returns its row.
        adding = insert(personal_exports).values(to_row(export))
        keeping = adding.on_conflict_do_update(
            index_elements=["account_id"],
            index_where=EXPORT_IS_UNDER_WAY,
            set_={"account_id": adding.excluded.account_id},
        )
        found = await self._connection.execute(keeping.returning(*personal_exports.c))
        return from_row(found.mappings().one())

    async def latest(self, account_id: UUID) -> PersonalExport | None:
        found = await self._connection.execute(
            select(personal_exports)
            .where(personal_exports.c.account_id == account_id)
            .order_by(personal_exports.c.requested_at.desc(), personal_exports.c.id.desc())
            .limit(1)
        )
        row = found.mappings().one_or_none()
        return None if row is None else from_row(row)

    async def lock(self, export_id: UUID) -> PersonalExport | None:
        found = await self._connection.execute(
            select(personal_exports).where(personal_exports.c.id == export_id).with_for_update()
        )
        row = found.mappings().one_or_none()
        return None if row is None else from_row(row)

    async def save(self, export: PersonalExport) -> None:
        await self._connection.execute(
            update(personal_exports)
            .where(personal_exports.c.id == export.id)
            .values(
                status=export.status.value,
                completed_at=export.completed_at,
                ends_at=export.ends_at,
            )
        )

    async def outlived(
        self, ended_before: datetime, asked_before: datetime, limit: int
    ) -> Sequence[PersonalExport]:
        under_way = personal_exports.c.status.in_([status.value for status in UNDER_WAY])
        completed = personal_exports.c.status == ExportStatus.COMPLETED.value
        found = await self._connection.execute(
            select(personal_exports)
            .where(
                or_(
                    and_(completed, personal_exports.c.ends_at <= ended_before),
                    and_(under_way, personal_exports.c.requested_at < asked_before),
                )
            )
            .order_by(personal_exports.c.requested_at, personal_exports.c.id)
            .limit(limit)
        )
        return [from_row(row) for row in found.mappings()]


def to_row(export: PersonalExport) -> dict[str, Any]:
    return asdict(export) | {"status": export.status.value}


def from_row(row: RowMapping) -> PersonalExport:
    return PersonalExport(**{**row, "status": ExportStatus(row["status"])})
