"""The orders of a person in PostgreSQL, and who still needs to know where they go."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.orders import from_rows
from adapters.outbound.postgres.tables.fulfilment import dropships
from adapters.outbound.postgres.tables.orders import checkout_sessions, orders
from domain.checkout.session import CheckoutSession
from domain.fulfilment.status import DropshipStatus
from domain.orders.order import Order
from domain.privacy.erasure import is_finished


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTraces:
    """The orders of a person, told apart by whether anybody still needs their address."""

    finished: Sequence[Order]
    unfinished: Sequence[Order]
    open_orders: tuple[UUID, ...]
    print_ids: Sequence[UUID]
    references: frozenset[str]

    @property
    def all(self) -> Sequence[Order]:
        return [*self.finished, *self.unfinished]

    @property
    def finished_ids(self) -> list[UUID]:
        return [order.id for order in self.finished]


class PostgresOrdersOfPerson:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock(self, persons: Collection[UUID], at: datetime) -> OrderTraces:
        rows = await self._connection.execute(
            select(orders)
            .where(orders.c.owner_id.in_(persons))
            .order_by(orders.c.id)
            .with_for_update()
        )
        own = [from_rows(row, []) for row in rows]
        ids = [order.id for order in own]
        sessions = await self._sessions(ids)
        prints = await self._connection.execute(
            select(
                dropships.c.id,
                dropships.c.order_id,
                dropships.c.status,
                dropships.c.provider_order_id,
            ).where(dropships.c.order_id.in_(ids))
        )
        by_order: dict[UUID, list[Any]] = defaultdict(list)
        for row in prints:
            by_order[row.order_id].append(row)
        finished = [
            order
            for order in own
            if is_finished(
                order,
                sessions.get(order.id),
                [DropshipStatus(row.status) for row in by_order[order.id]],
                at,
            )
        ]
        told = {order.id for order in finished}
        parts = [row for order in finished for row in by_order[order.id]]
        references = [
            *(str(order.id) for order in finished),
            *(order.payment_intent_id for order in finished),
            *(sessions[order.id].session_id for order in finished if order.id in sessions),
            *(row.provider_order_id for row in parts),
            *(str(row.id) for row in parts),
        ]
        return OrderTraces(
            finished=finished,
            unfinished=[order for order in own if order.id not in told],
            open_orders=tuple(
                order.id for order in own if order.id not in told and order.is_open_for_payment
            ),
            print_ids=[row.id for rows in by_order.values() for row in rows],
            references=frozenset(reference for reference in references if reference),
        )

    async def _sessions(self, order_ids: Collection[UUID]) -> dict[UUID, CheckoutSession]:
        found = await self._connection.execute(
            select(checkout_sessions).where(checkout_sessions.c.order_id.in_(order_ids))
        )
        return {row["order_id"]: CheckoutSession(**row) for row in found.mappings()}
