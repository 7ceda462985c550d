"""Renders in memory: one for each owner, kind and fingerprint."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.designs.design import Design
from domain.designs.refusals import RenderNotFound
from domain.designs.render import Render, RenderKind
from domain.designs.status import DesignStatus, RenderStatus
from domain.shared.erased import PICTURE_DELETED


class MemoryRenders:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[UUID, Render] = store.table("renders")
        self._designs: Table[UUID, Design] = store.table("designs")

    async def add_or_get(self, render: Render) -> Render:
        for known in self._rows:
            if _look(known) == _look(render):
                return known
        self._rows.put(render.id, render)
        return render

    async def get(self, owner_id: UUID, render_id: UUID) -> Render:
        render = self._rows.get(render_id)
        if render is None or render.owner_id != owner_id:
            raise RenderNotFound
        return render

    async def get_many(self, render_ids: Sequence[UUID]) -> Sequence[Render]:
        return [render for render in self._rows if render.id in set(render_ids)]

    async def hold(self, render_id: UUID) -> Render | None:
        return self._rows.get(render_id)

    async def save(self, render: Render) -> None:
        known = self._rows.get(render.id)
        # Once there is a file, no late word of anybody's can put another in its place.
        if known is not None and known.status is not RenderStatus.COMPLETED:
            self._rows.put(render.id, render)

    async def forget_previews(
        self, owner_id: UUID, *, keep: int, but: UUID | None = None
    ) -> Sequence[str]:
        idle = [
            render
            for render in self._rows
            if render.owner_id == owner_id
            and render.kind is RenderKind.PREVIEW
            and render.status is not RenderStatus.PROCESSING
        ]
        idle.sort(key=lambda render: (render.created_at, render.id), reverse=True)
        old = [render for render in idle[keep:] if render.id != but]
        for render in old:
            self._rows.remove(render.id)
        return [key for render in old for key in render.keys_so_far]

    async def forget_of(self, picture_ids: Collection[UUID], at: datetime) -> Sequence[str]:
        drawn = [render for render in self._rows if render.picture_id in picture_ids]
        for render in drawn:
            if render.kind is RenderKind.PREVIEW:
                self._rows.remove(render.id)
            else:
                gone = replace(render, file=None).failed(PICTURE_DELETED, at=at)
                self._rows.put(render.id, gone)
                self._take_back(render.id, at)
        return [key for render in drawn for key in render.keys_so_far]

    def _take_back(self, render_id: UUID, at: datetime) -> None:
        for design in self._designs:
            if design.render_id == render_id and design.status is not DesignStatus.FAILED:
                failed = replace(design, status=DesignStatus.FAILED, updated_at=at)
                self._designs.put(design.id, failed)

    async def note_progress(self, render: Render, progress: int) -> None:
        known = self._rows.get(render.id)
        if known is None or (known.status, known.attempt) != (render.status, render.attempt):
            return
        if progress > known.progress:
            self._rows.put(render.id, replace(known, progress=progress))


def _look(render: Render) -> tuple[object, ...]:
    return render.owner_id, render.kind, render.fingerprint
