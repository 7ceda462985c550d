"""Histories of carts in PostgreSQL, read newest first."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.carts import cart_history, carts
from application.carts.record_ports import NotedEntry
from domain.carts.history import CartAction, CartEntry, LineDifference
from domain.shared.origin import Origin


class PostgresCartHistories:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of_owner(self, owner_id: UUID, page: int, limit: int) -> Sequence[NotedEntry]:
        owned = select(carts.c.id).where(carts.c.owner_id == owner_id)
        return await self._page(cart_history.c.cart_id.in_(owned), page, limit)

    async def of_cart(self, cart_id: UUID, page: int, limit: int) -> Sequence[NotedEntry]:
        return await self._page(cart_history.c.cart_id == cart_id, page, limit)

    async def has(self, cart_id: UUID, action: CartAction) -> bool:
        wanted = select(cart_history.c.id).where(
            cart_history.c.cart_id == cart_id, cart_history.c.action == action.value
        )
        return (await self._connection.execute(wanted.limit(1))).first() is not None

    async def _page(
        self, about: ColumnElement[bool], page: int, limit: int
    ) -> Sequence[NotedEntry]:
        found = await self._connection.execute(
            select(cart_history)
            .where(about)
            .order_by(cart_history.c.id.desc())
            .offset((page - 1) * limit)
            .limit(limit + 1)
        )
        return [from_row(row) for row in found]


def from_row(row: Row[Any]) -> NotedEntry:
    entry = CartEntry(
        action=CartAction(row.action),
        origin=Origin(
            actor=row.actor, actor_id=row.actor_id, device=row.device, request_id=row.request_id
        ),
        at=row.at,
        version=row.version,
        differences=msgspec.convert(row.differences, tuple[LineDifference, ...]),
        details=row.details,
    )
    return NotedEntry(cart_id=row.cart_id, entry=entry)
