"""Renders in PostgreSQL; the unique look makes get-or-create safe under concurrency."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, delete, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.designs import renders
from domain.designs.parameters import Parameters
from domain.designs.plan import PrintPlan
from domain.designs.refusals import RenderNotFound
from domain.designs.render import Render, RenderedFile, RenderKind, render_keys
from domain.designs.status import RenderStatus
from domain.shared.erased import PICTURE_DELETED

OF_FILE = tuple(field.name for field in fields(RenderedFile))

FORGET = text(f"""
    WITH previews AS (
        DELETE FROM renders WHERE id = ANY(CAST(:ids AS uuid[])) AND kind = 'preview'
    ), forgotten AS (
        UPDATE renders
        SET status = 'failed', problem = :problem, finished_at = :at,
            {", ".join(f"{name} = NULL" for name in OF_FILE)}
        WHERE id = ANY(CAST(:ids AS uuid[])) AND kind = 'final'
        RETURNING id
    )
    UPDATE designs SET status = 'failed', updated_at = :at
    FROM forgotten WHERE designs.render_id = forgotten.id AND designs.status <> 'failed'
""")  # noqa: S608 - only names of our own columns are put in


class PostgresRenders:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add_or_get(self, render: Render) -> Render:
        # A no-op update instead of DO NOTHING: it waits for a twin in flight and returns its row.
        adding = insert(renders).values(to_row(render))
        keeping = adding.on_conflict_do_update(
            constraint="uq_renders_one_of_a_look", set_={"owner_id": renders.c.owner_id}
        )
        found = await self._connection.execute(keeping.returning(*renders.c))
        return from_row(found.mappings().one())

    async def get(self, owner_id: UUID, render_id: UUID) -> Render:
        wanted = select(renders).where(renders.c.id == render_id, renders.c.owner_id == owner_id)
        row = (await self._connection.execute(wanted)).mappings().one_or_none()
        if row is None:
            raise RenderNotFound
        return from_row(row)

    async def get_many(self, render_ids: Sequence[UUID]) -> Sequence[Render]:
        wanted = select(renders).where(renders.c.id.in_(set(render_ids)))
        return [from_row(row) for row in (await self._connection.execute(wanted)).mappings()]

    async def hold(self, render_id: UUID) -> Render | None:
        wanted = select(renders).where(renders.c.id == render_id).with_for_update()
        row = (await self._connection.execute(wanted)).mappings().one_or_none()
        return None if row is None else from_row(row)

    async def save(self, render: Render) -> None:
        # Once there is a file, no late word of anybody's can put another in its place.
        still_open = renders.c.status != RenderStatus.COMPLETED.value
        changing = (
            update(renders).where(renders.c.id == render.id, still_open).values(to_row(render))
        )
        await self._connection.execute(changing)

    async def forget_previews(
        self, owner_id: UUID, *, keep: int, but: UUID | None = None
    ) -> Sequence[str]:
        old = (
            select(renders.c.id)
            .where(
                renders.c.owner_id == owner_id,
                renders.c.kind == RenderKind.PREVIEW.value,
                renders.c.status != RenderStatus.PROCESSING.value,
            )
            .order_by(renders.c.created_at.desc(), renders.c.id.desc())
            .offset(keep)
        )
        forgetting = (
            delete(renders)
            .where(renders.c.id.in_(old), renders.c.id.is_distinct_from(but))
            .returning(renders.c.id, renders.c.attempt)
        )
        found = await self._connection.execute(forgetting)
        return [key for row in found for key in render_keys(row.id, row.attempt)]

    async def forget_of(self, picture_ids: Collection[UUID], at: datetime) -> Sequence[str]:
        # One that is being finished at this moment is waited for, and read as it is after that.
        drawn = (
            select(renders.c.id, renders.c.attempt)
            .where(renders.c.picture_id.in_(picture_ids))
            .order_by(renders.c.id)
            .with_for_update()
        )
        found = (await self._connection.execute(drawn)).all()
        if found:
            given = {"ids": [row.id for row in found], "at": at, "problem": PICTURE_DELETED}
            await self._connection.execute(FORGET, given)
        return [key for row in found for key in render_keys(row.id, row.attempt)]

    async def note_progress(self, render: Render, progress: int) -> None:
        noting = (
            update(renders)
            .where(
                renders.c.id == render.id,
                renders.c.status == render.status.value,
                renders.c.attempt == render.attempt,
                renders.c.progress < progress,
            )
            .values(progress=progress)
        )
        await self._connection.execute(noting)


def to_row(render: Render) -> dict[str, Any]:
    known = {each.name: getattr(render, each.name) for each in fields(Render)}
    made = known.pop("file")
    return {
        **known,
        "kind": render.kind.value,
        "status": render.status.value,
        "parameters": render.parameters.written,
        "plan": None if render.plan is None else msgspec.to_builtins(render.plan),
        **(dict.fromkeys(OF_FILE) if made is None else asdict(made)),
    }


def from_row(row: RowMapping) -> Render:
    known = {name: value for name, value in row.items() if name not in OF_FILE}
    made = {name: row[name] for name in OF_FILE}
    return Render(
        **{
            **known,
            "kind": RenderKind(row["kind"]),
            "status": RenderStatus(row["status"]),
            "parameters": Parameters.of(row["parameters"]),
            "plan": None if row["plan"] is None else msgspec.convert(row["plan"], PrintPlan),
            "file": None if row["asset_key"] is None else RenderedFile(**made),
        }
    )
