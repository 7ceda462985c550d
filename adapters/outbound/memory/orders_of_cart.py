"""The orders of one cart, and of those that were merged with it, in memory."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.carts.past_merge import PastMerge
from domain.orders.order import Order, OrderNotFound


class MemoryOrdersOfCart:
    """One unit of work at a time is the lock."""

    def __init__(self, store: MemoryStore) -> None:
        self._orders: Table[UUID, Order] = store.table("orders")
        self._merges: Table[UUID, PastMerge] = store.table("cart_merges")

    async def lock_to_pay(self, order_id: UUID) -> Order:
        order = self._orders.get(order_id)
        if order is None:
            raise OrderNotFound
        return order

    async def lock_open(self, order: Order) -> Sequence[Order]:
        return [other for other in self._beside(order) if other.is_open_for_payment]

    async def paid_since(self, order: Order) -> Sequence[Order]:
        return [
            other
            for other in self._beside(order)
            if other.paid_at is not None and other.paid_at >= order.placed_at
        ]

    async def placed_until(self, order: Order) -> datetime:
        return max(each.placed_at for each in (order, *self._beside(order)))

    async def same_products(self, order: Order) -> Mapping[UUID, UUID]:
        same: dict[UUID, UUID] = {}
        for merge in self._merged(order):
            same |= merge.moved.same_products
        return same

    def _beside(self, order: Order) -> Sequence[Order]:
        merges = list(self._merged(order))
        return [
            other
            for other in self._orders
            if other.id != order.id
            and (
                other.cart_id == order.cart_id
                or any(_are_one(merge, order, other) for merge in merges)
            )
        ]

    def _merged(self, order: Order) -> Iterator[PastMerge]:
        for merge in self._merges:
            carts = (merge.guest_cart_id, merge.user_cart_before.id)
            if merge.brought_the_guests_lines and order.cart_id in carts:
                yield merge


def _are_one(merge: PastMerge, order: Order, other: Order) -> bool:
    """The user's cart holds what the guest's held since it was merged, and not before."""
    guests, users = merge.guest_cart_id, merge.user_cart_before.id
    if (order.cart_id, other.cart_id) == (guests, users):
        return other.placed_at >= merge.at
    return (order.cart_id, other.cart_id) == (users, guests) and order.placed_at >= merge.at
