"""The orders of one cart, and of those that were merged with it, in PostgreSQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, column, func, literal, select, text, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.orders import OPEN, PostgresOrders
from adapters.outbound.postgres.tables.orders import orders
from domain.orders.order import Order, OrderNotFound

# Guests' carts are merged into users', and those into none, so one step each way is all there is.
# A merge that kept the user's lines alone brought nothing. Orders are found by their owner's index;
# those of a guest are the user's since the merge, unless they may still be paid.
BROUGHT = """
    merge.undone_at IS NULL AND (merge.strategy <> 'keep_user'
        OR jsonb_array_length(merge.user_cart_before->'lines') = 0)
"""
MERGED = f"""
    mine AS (
        SELECT placed.id, placed.cart_id, placed.owner_id, placed.placed_at,
            cart.owner_id AS cart_owner, cart.merged_into, users.owner_id AS user_id
        FROM orders AS placed
        LEFT JOIN carts AS cart ON cart.id = placed.cart_id
        LEFT JOIN carts AS users ON users.id = cart.merged_into
        WHERE placed.id = :order_id
    ), merged AS (
        SELECT merge.* FROM mine JOIN cart_merges AS merge
        ON merge.user_id = mine.user_id AND merge.guest_id = mine.cart_owner
            AND merge.user_cart_id = mine.merged_into AND merge.guest_cart_id = mine.cart_id
        WHERE {BROUGHT}
        UNION ALL
        SELECT merge.* FROM mine JOIN cart_merges AS merge
        ON merge.user_id = mine.cart_owner AND merge.user_cart_id = mine.cart_id
        WHERE {BROUGHT}
    )
"""  # noqa: S608 - only constants of this module are put in
BESIDE = f"""
    WITH {MERGED}, held (cart_id, owner_id, since) AS (
        SELECT cart_id, owner_id, '-infinity'::timestamptz FROM mine
        UNION SELECT cart_id, cart_owner, '-infinity' FROM mine
        UNION SELECT merged.user_cart_id, merged.user_id, merged.at FROM merged, mine
            WHERE merged.guest_cart_id = mine.cart_id
        UNION SELECT merged.guest_cart_id, owners.id, '-infinity' FROM mine, merged,
            unnest(ARRAY[merged.guest_id, merged.user_id]) AS owners (id)
            WHERE merged.guest_cart_id = mine.cart_id OR merged.at <= mine.placed_at
    )
    SELECT beside.id FROM mine, held JOIN orders AS beside
    ON beside.owner_id = held.owner_id AND beside.cart_id = held.cart_id
        AND beside.placed_at >= held.since
    WHERE beside.id <> mine.id
"""  # noqa: S608 - only constants of this module are put in
SAME_PRODUCTS = text(
    f"""
    WITH {MERGED}
    SELECT same.key::uuid AS guests, same.value::uuid AS users
    FROM merged, jsonb_each_text(merged.moved->'same_products') AS same
    """  # noqa: S608 - only constants of this module are put in
)


class PostgresOrdersOfCart:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._orders = PostgresOrders(connection)

    async def lock_to_pay(self, order_id: UUID) -> Order:
        still_open = select(orders.c.id).where(
            orders.c.id.in_(_beside(order_id)), orders.c.status.in_(OPEN)
        )
        wanted = union_all(select(literal(order_id, Uuid)), still_open)
        for order in await self._locked(select(orders).where(orders.c.id.in_(wanted))):
            if order.id == order_id:
                return order
        raise OrderNotFound

    async def lock_open(self, order: Order) -> Sequence[Order]:
        wanted = select(orders).where(orders.c.id.in_(_beside(order.id)))
        found = await self._locked(wanted.where(orders.c.status.in_(OPEN)))
        return [other for other in found if other.is_open_for_payment]

    async def paid_since(self, order: Order) -> Sequence[Order]:
        return await self._orders.those(
            select(orders)
            .where(orders.c.id.in_(_beside(order.id)), orders.c.paid_at >= order.placed_at)
            .order_by(orders.c.id)
        )

    async def placed_until(self, order: Order) -> datetime:
        latest = select(func.max(orders.c.placed_at)).where(orders.c.id.in_(_beside(order.id)))
        found: datetime | None = await self._connection.scalar(latest)
        return order.placed_at if found is None else max(found, order.placed_at)

    async def same_products(self, order: Order) -> Mapping[UUID, UUID]:
        found = await self._connection.execute(SAME_PRODUCTS, {"order_id": order.id})
        return {row.guests: row.users for row in found}

    async def _locked(self, wanted: Select[tuple[Order]]) -> Sequence[Order]:
        return await self._orders.those(wanted.order_by(orders.c.id).with_for_update())


def _beside(order_id: UUID) -> Select[tuple[UUID]]:
    given = bindparam("order_id", order_id, Uuid, unique=False)
    found = text(BESIDE).bindparams(given).columns(column("id", Uuid)).subquery("beside")
    return select(found.c.id)
