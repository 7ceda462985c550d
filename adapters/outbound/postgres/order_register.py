"""Orders of every owner, for staff, in PostgreSQL."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.orders import PostgresOrders
from adapters.outbound.postgres.tables.orders import orders
from application.reconciliation.staff_ports import OrderSearch
from domain.orders.order import Order, OrderNotFound


class PostgresOrderRegister:
    def __init__(self, connection: AsyncConnection) -> None:
        self._orders = PostgresOrders(connection)

    async def page(self, search: OrderSearch, page: int, limit: int) -> Sequence[Order]:
        wanted = select(orders)
        if search.status is not None:
            wanted = wanted.where(orders.c.status == search.status.value)
        if search.held is not None:
            is_held = orders.c.held_because.is_not(None)
            wanted = wanted.where(is_held if search.held else ~is_held)
        if search.query is not None:
            # In small letters, as the indexes have them: ILIKE would read the whole table.
            begins = search.query.lower()
            wanted = wanted.where(
                or_(
                    func.lower(orders.c.number).startswith(begins, autoescape=True),
                    func.lower(orders.c.email).startswith(begins, autoescape=True),
                )
            )
        return await self._orders.those(
            wanted.order_by(orders.c.placed_at.desc(), orders.c.id.desc())
            .offset((page - 1) * limit)
            .limit(limit + 1)
        )

    async def get(self, order_id: UUID) -> Order:
        found = await self._orders.those(select(orders).where(orders.c.id == order_id))
        if not found:
            raise OrderNotFound
        return found[0]
