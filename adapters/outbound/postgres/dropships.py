"""Production orders in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, Select, and_, exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.fulfilment import dropships
from adapters.outbound.postgres.tables.orders import order_lines, orders
from domain.fulfilment.cancellation import Cancellation
from domain.fulfilment.dropship import (
    Dropship,
    DropshipCannotMove,
    DropshipNotFound,
    Shipment,
)
from domain.fulfilment.status import FOLLOWABLE, DropshipStatus

# As `Dropship.waits_for_file` has it.
WAITS_FOR_FILE = (
    dropships.c.status == DropshipStatus.PENDING.value,
    dropships.c.tries == 0,
    dropships.c.request_body == b"",
)


class PostgresDropships:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, *new: Dropship) -> None:
        rows = [to_row(dropship) for dropship in new]
        if rows:
            await self._connection.execute(insert(dropships).values(rows).on_conflict_do_nothing())

    async def get(self, dropship_id: UUID) -> Dropship:
        return await self._one(select(dropships).where(dropships.c.id == dropship_id))

    async def lock(self, dropship_id: UUID) -> Dropship:
        wanted = select(dropships).where(dropships.c.id == dropship_id)
        return await self._one(wanted.with_for_update())

    async def by_callback_token(self, token: str) -> Dropship:
        return await self._one(select(dropships).where(dropships.c.callback_token == token))

    async def of_order(self, order_id: UUID) -> Sequence[Dropship]:
        found = await self._connection.execute(
            select(dropships).where(dropships.c.order_id == order_id).order_by(dropships.c.id)
        )
        return [from_row(row) for row in found.mappings()]

    async def save(self, dropship: Dropship) -> None:
        await self._connection.execute(
            update(dropships)
            .where(dropships.c.id == dropship.id)
            .values(
                status=dropship.status.value,
                provider_order_id=dropship.provider_order_id,
                problem=dropship.problem,
                shipments=[asdict(shipment) for shipment in dropship.shipments],
                checked_at=dropship.checked_at,
                cancellation=dropship.cancellation,
                tries=dropship.tries,
                unseen_since=dropship.unseen_since,
            )
        )

    async def freeze(self, dropship: Dropship) -> None:
        frozen = await self._connection.execute(
            update(dropships)
            .where(dropships.c.id == dropship.id, *WAITS_FOR_FILE)
            .values(request_body=dropship.request_body)
            .returning(dropships.c.id)
        )
        if frozen.first() is None:
            raise DropshipCannotMove("Its request is frozen.")

    async def waiting_for(self, render_id: UUID) -> Sequence[Dropship]:
        found = await self._connection.execute(
            select(dropships)
            .join(order_lines, order_lines.c.id == dropships.c.line_id)
            .where(order_lines.c.render_id == render_id, *WAITS_FOR_FILE)
            .order_by(dropships.c.id)
        )
        return [from_row(row) for row in found.mappings()]

    async def unheard_of(
        self, checked_before: datetime, paid_since: datetime, limit: int, *, at: datetime
    ) -> Sequence[Dropship]:
        paid_lately = exists().where(
            orders.c.id == dropships.c.order_id, orders.c.paid_at > paid_since
        )
        failed_there = and_(
            dropships.c.status == DropshipStatus.FAILED.value,
            dropships.c.provider_order_id.is_not(None),
            paid_lately,
        )
        found = await self._connection.execute(
            select(dropships)
            .where(
                or_(dropships.c.status.in_([status.value for status in FOLLOWABLE]), failed_there),
                or_(
                    dropships.c.checked_at.is_(None),
                    dropships.c.checked_at < checked_before,
                    dropships.c.checked_at > at,
                ),
            )
            .order_by(dropships.c.checked_at.nulls_first(), dropships.c.id)
            .limit(limit)
        )
        return [from_row(row) for row in found.mappings()]

    async def _one(self, wanted: Select[Any]) -> Dropship:
        row = (await self._connection.execute(wanted)).mappings().one_or_none()
        if row is None:
            raise DropshipNotFound
        return from_row(row)


def to_row(dropship: Dropship) -> dict[str, Any]:
    return asdict(dropship) | {"status": dropship.status.value}


def from_row(row: RowMapping) -> Dropship:
    return Dropship(
        **{
            **row,
            "status": DropshipStatus(row["status"]),
            "shipments": tuple(Shipment(**shipment) for shipment in row["shipments"]),
            "cancellation": Cancellation(row["cancellation"]) if row["cancellation"] else None,
        }
    )
