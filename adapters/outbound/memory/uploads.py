"""Resumable uploads in memory."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.media.resumable_upload import ResumableUpload
from domain.media.upload_refusals import UploadNotFound, UploadTooManyOpen


class MemoryUploads:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[UUID, ResumableUpload] = store.table("uploads")

    async def add(self, upload: ResumableUpload, *, open_max: int) -> None:
        already = [
            each
            for each in self._rows
            if each.owner_id == upload.owner_id
            and not each.is_over
            and each.expires_at > upload.created_at
        ]
        if len(already) >= open_max:
            raise UploadTooManyOpen(facts={"open_max": open_max})
        self._rows.put(upload.id, upload)

    async def lock(self, owner_id: UUID, upload_id: UUID) -> ResumableUpload:
        upload = self._rows.get(upload_id)
        if upload is None or upload.owner_id != owner_id:
            raise UploadNotFound
        return upload

    async def save(self, upload: ResumableUpload) -> None:
        self._rows.put(upload.id, upload)

    async def outlived(self, ended_before: datetime, limit: int) -> Sequence[ResumableUpload]:
        old = [each for each in self._rows if each.expires_at < ended_before]
        return sorted(old, key=lambda each: (each.expires_at, each.id))[:limit]

    async def remove(self, upload_ids: Sequence[UUID]) -> None:
        for upload_id in upload_ids:
            self._rows.remove(upload_id)
