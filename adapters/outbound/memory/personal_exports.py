"""Exports of personal data in memory."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.privacy.personal_export import ExportStatus, PersonalExport


class MemoryPersonalExports:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[UUID, PersonalExport] = store.table("personal_exports")

    async def add_or_get(self, export: PersonalExport) -> PersonalExport:
        for known in self._rows:
            if known.account_id == export.account_id and known.is_under_way:
                return known
        self._rows.put(export.id, export)
        return export

    async def latest(self, account_id: UUID) -> PersonalExport | None:
        own = [row for row in self._rows if row.account_id == account_id]
        return max(own, key=lambda row: (row.requested_at, row.id), default=None)

    async def lock(self, export_id: UUID) -> PersonalExport | None:
        return self._rows.get(export_id)

    async def save(self, export: PersonalExport) -> None:
        if export.id in self._rows:
            self._rows.put(export.id, export)

    async def outlived(
        self, ended_before: datetime, asked_before: datetime, limit: int
    ) -> Sequence[PersonalExport]:
        found = [
            row
            for row in self._rows
            if (row.is_under_way and row.requested_at < asked_before)
            or (
                row.status is ExportStatus.COMPLETED
                and row.ends_at is not None
                and row.ends_at <= ended_before
            )
        ]
        return sorted(found, key=lambda row: (row.requested_at, row.id))[:limit]
