"""Which orders of the lab our production orders stand for, in PostgreSQL."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.fulfilment import dropships
from adapters.outbound.postgres.tables.orders import orders
from application.reconciliation.ports import ListedLabOrder, OrderAtLab
from domain.reconciliation.references import named_number, named_order


class PostgresLabBooks:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def unknown(self, found: Sequence[ListedLabOrder]) -> Sequence[ListedLabOrder]:
        known = await self._connection.execute(
            select(dropships.c.provider_order_id, dropships.c.idempotency_key).where(
                or_(
                    dropships.c.provider_order_id.in_([each.provider_order_id for each in found]),
                    dropships.c.idempotency_key.in_([each.key for each in found if each.key]),
                )
            )
        )
        names: set[str] = {name for row in known for name in row if name is not None}
        return [
            each for each in found if each.provider_order_id not in names and each.key not in names
        ]

    async def orders_of(self, found: Sequence[ListedLabOrder]) -> dict[str, OrderAtLab]:
        ids = {each.provider_order_id: named_order(each.order_id) for each in found}
        numbers = {each.provider_order_id: named_number(each.merchant_reference) for each in found}
        rows = await self._connection.execute(
            select(orders.c.id, orders.c.number).where(
                or_(
                    orders.c.id.in_([each for each in ids.values() if each]),
                    orders.c.number.in_([each for each in numbers.values() if each]),
                )
            )
        )
        ours = [OrderAtLab(order_id=row.id, number=row.number) for row in rows]
        by_id: dict[UUID | None, OrderAtLab] = {each.order_id: each for each in ours}
        by_number: dict[str | None, OrderAtLab] = {each.number: each for each in ours}
        named = {name: by_id.get(ids[name]) or by_number.get(numbers[name]) for name in ids}
        return {name: order for name, order in named.items() if order is not None}
