"""All carts there ever were, in PostgreSQL, each in one row."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.carts import cart_history, cart_lines, carts
from application.carts.record_ports import CartSummary
from domain.carts.status import CartStatus

CHANGED_AT = (
    select(func.max(cart_history.c.at)).where(cart_history.c.cart_id == carts.c.id)
).scalar_subquery()
LINES = (
    select(func.count()).where(cart_lines.c.cart_id == carts.c.id).select_from(cart_lines)
).scalar_subquery()
PIECES = (
    select(func.coalesce(func.sum(cart_lines.c.quantity), 0)).where(
        cart_lines.c.cart_id == carts.c.id
    )
).scalar_subquery()
SUMMARY = select(
    carts,
    CHANGED_AT.label("changed_at"),
    LINES.label("lines"),
    PIECES.label("pieces"),
)


class PostgresCartRegister:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def summary(self, cart_id: UUID) -> CartSummary | None:
        found = await self._those(carts.c.id == cart_id)
        return found[0] if found else None

    async def of_owner(self, owner_id: UUID) -> Sequence[CartSummary]:
        return await self._those(carts.c.owner_id == owner_id)

    async def _those(self, wanted: ColumnElement[bool]) -> Sequence[CartSummary]:
        is_active = (carts.c.status == CartStatus.ACTIVE.value).desc()
        found = await self._connection.execute(
            SUMMARY.where(wanted).order_by(
                is_active, CHANGED_AT.desc().nulls_last(), carts.c.id.desc()
            )
        )
        return [from_row(row) for row in found]


def from_row(row: Row[Any]) -> CartSummary:
    return CartSummary(
        id=row.id,
        owner_id=row.owner_id,
        kept=CartStatus(row.status),
        currency=row.currency,
        version=row.version,
        lines=row.lines,
        pieces=row.pieces,
        merged_into=row.merged_into,
        changed_at=row.changed_at,
    )
