"""Designs in PostgreSQL: a row each, and beside it every revision, which nothing changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, bindparam, delete, exists, func, select, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.pictures import COLUMNS as OF_PICTURE
from adapters.outbound.postgres.pictures import from_row as to_picture
from adapters.outbound.postgres.tables.designs import design_revisions, designs
from adapters.outbound.postgres.tables.orders import order_lines
from adapters.outbound.postgres.tables.pictures import pictures
from application.designs.ports import DesignPage
from domain.designs.design import Design
from domain.designs.parameters import Parameters
from domain.designs.refusals import DesignNotFound
from domain.designs.status import MOVES, DesignStatus
from domain.media.picture import Picture

OF_DESIGN = [*(column for column in designs.c), design_revisions.c.parameters]
READ = select(*OF_DESIGN).join(
    design_revisions,
    (design_revisions.c.design_id == designs.c.id)
    & (design_revisions.c.revision == designs.c.revision),
)
WRITE = text(
    """
    WITH saved AS (
        INSERT INTO designs (
            id, owner_id, status, revision, picture_id, original_design_id, render_id,
            created_at, updated_at
        )
        VALUES (
            :id, :owner_id, :status, :revision, :picture_id, :original_design_id, :render_id,
            :created_at, :updated_at
        )
        ON CONFLICT (id) DO UPDATE SET
            status = excluded.status, revision = excluded.revision,
            picture_id = excluded.picture_id, render_id = excluded.render_id,
            updated_at = excluded.updated_at
        RETURNING id
    )
    INSERT INTO design_revisions (design_id, revision, parameters, at)
    SELECT id, :revision, :parameters, :updated_at FROM saved
    ON CONFLICT (design_id, revision) DO NOTHING
    """
).bindparams(bindparam("parameters", type_=JSONB))


class PostgresDesigns:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, design: Design) -> None:
        await self._connection.execute(WRITE, to_row(design))

    async def get(self, owner_id: UUID, design_id: UUID) -> Design:
        return from_row(await self._one(_own(READ, owner_id, design_id)))

    async def add_many(self, new: Sequence[Design]) -> None:
        if new:
            await self._connection.execute(WRITE, [to_row(design) for design in new])

    async def get_many(self, owner_id: UUID, design_ids: Sequence[UUID]) -> Sequence[Design]:
        wanted = READ.where(designs.c.id.in_(set(design_ids)), designs.c.owner_id == owner_id)
        return [from_row(row) for row in (await self._connection.execute(wanted)).mappings()]

    async def hold(self, owner_id: UUID, design_id: UUID) -> Design:
        # Locked first and read by another statement: a join would show the revision of before.
        locking = select(designs.c.id).where(
            designs.c.id == design_id, designs.c.owner_id == owner_id
        )
        await self._connection.execute(locking.with_for_update())
        return await self.get(owner_id, design_id)

    async def with_picture(self, owner_id: UUID, design_id: UUID) -> tuple[Design, Picture | None]:
        told = {f"shown_{column.name}": column for column in OF_PICTURE}
        wanted = READ.add_columns(*(column.label(name) for name, column in told.items())).outerjoin(
            pictures,
            (pictures.c.id == designs.c.picture_id)
            & (pictures.c.owner_id == owner_id)
            & pictures.c.deleted_at.is_(None),
        )
        row = await self._one(_own(wanted, owner_id, design_id))
        found: Any = {column.name: row[name] for name, column in told.items()}
        design: Any = {column.name: row[column.name] for column in OF_DESIGN}
        return from_row(design), None if found["asset_key"] is None else to_picture(found)

    async def page(self, owner_id: UUID, *, page: int, limit: int) -> DesignPage:
        wanted = (
            READ.where(designs.c.owner_id == owner_id)
            .order_by(designs.c.created_at.desc(), designs.c.id.desc())
            .offset((page - 1) * limit)
            # One more than asked for tells whether there is a next page.
            .limit(limit + 1)
        )
        rows = (await self._connection.execute(wanted)).mappings().all()
        return DesignPage(
            items=[from_row(row) for row in rows[:limit]],
            page=page,
            limit=limit,
            has_more=len(rows) > limit,
        )

    async def count(self, owner_id: UUID) -> int:
        # By the render, of which there is an index.
        ordered = exists().where(
            order_lines.c.render_id == designs.c.render_id, order_lines.c.design_id == designs.c.id
        )
        counting = select(func.count()).where(designs.c.owner_id == owner_id, ~ordered)
        return int((await self._connection.execute(counting)).scalar_one())

    async def save(self, design: Design) -> None:
        await self._connection.execute(WRITE, to_row(design))

    async def remove(self, design_id: UUID) -> None:
        await self._connection.execute(delete(designs).where(designs.c.id == design_id))

    async def follow(self, render_id: UUID, status: DesignStatus, at: datetime) -> None:
        before = [state.value for state, allowed in MOVES.items() if status in allowed]
        moving = (
            update(designs)
            .where(designs.c.render_id == render_id, designs.c.status.in_(before))
            .values(status=status.value, updated_at=at)
        )
        await self._connection.execute(moving)

    async def _one(self, wanted: Select[Any]) -> RowMapping:
        found = await self._connection.execute(wanted)
        row: RowMapping | None = found.mappings().one_or_none()
        if row is None:
            raise DesignNotFound
        return row


def _own(wanted: Select[Any], owner_id: UUID, design_id: UUID) -> Select[Any]:
    return wanted.where(designs.c.id == design_id, designs.c.owner_id == owner_id)


def to_row(design: Design) -> dict[str, Any]:
    return {
        "id": design.id,
        "owner_id": design.owner_id,
        "status": design.status.value,
        "revision": design.revision,
        "picture_id": design.parameters.picture_id,
        "original_design_id": design.original_design_id,
        "render_id": design.render_id,
        "created_at": design.created_at,
        "updated_at": design.updated_at,
        "parameters": design.parameters.written,
    }


def from_row(row: RowMapping) -> Design:
    known = {name: value for name, value in row.items() if name != "picture_id"}
    return Design(
        **{
            **known,
            "status": DesignStatus(row["status"]),
            "parameters": Parameters.of(row["parameters"]),
        }
    )
