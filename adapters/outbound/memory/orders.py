"""Orders in memory."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.orders.number import order_number
from domain.orders.order import CartHasOpenOrder, Order, OrderNotFound
from domain.payments.facts import FactKind
from domain.shared.refusals import Conflict


class MemoryOrders:
    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._rows: Table[UUID, Order] = store.table("orders")

    async def next_number(self) -> str:
        return order_number(self._store.next_serial("order_numbers"))

    async def add(self, order: Order) -> None:
        if order.is_open_for_payment and await self.lock_open_for_cart(order.cart_id) is not None:
            raise CartHasOpenOrder
        if order.id in self._rows or self._first(lambda row: row.number == order.number):
            raise Conflict("There is such an order.")
        self._rows.put(order.id, order)

    async def lock(self, order_id: UUID) -> Order:
        order = self._rows.get(order_id)
        if order is None:
            raise OrderNotFound
        return order

    async def lock_by_payment(self, payment_intent_id: str) -> Order | None:
        # A second payment of an order is known from the facts only.
        paid_again = {
            fact.order_id
            for fact in self._store.table("payment_facts")
            if fact.payment_intent_id == payment_intent_id and fact.kind is FactKind.SUCCEEDED
        }
        return self._first(
            lambda order: order.payment_intent_id == payment_intent_id or order.id in paid_again
        )

    async def lock_open_for_cart(self, cart_id: UUID) -> Order | None:
        return self._first(lambda order: order.cart_id == cart_id and order.is_open_for_payment)

    async def save(self, order: Order) -> None:
        known = self._rows.get(order.id)
        if known is None:
            return
        if order.payment_intent_id is not None:
            others = [row for row in self._rows if row.id != order.id]
            if any(row.payment_intent_id == order.payment_intent_id for row in others):
                raise Conflict("Another order was paid by it.")
        kept = replace(
            known,
            cart_version=order.cart_version,
            status=order.status,
            paid_at=order.paid_at,
            payment_intent_id=order.payment_intent_id,
            held_because=order.held_because,
            accepted_minor=order.accepted_minor,
        )
        self._rows.put(order.id, kept)

    async def get(self, owner_id: UUID, order_id: UUID) -> Order:
        order = self._rows.get(order_id)
        if order is None or order.owner_id != owner_id:
            raise OrderNotFound
        return order

    async def page(self, owner_id: UUID, page: int, limit: int) -> Sequence[Order]:
        own = [order for order in self._rows if order.owner_id == owner_id]
        own.sort(key=lambda order: (order.placed_at, order.id), reverse=True)
        first = (page - 1) * limit
        return own[first : first + limit + 1]

    def _first(self, matches: Callable[[Order], bool]) -> Order | None:
        return next((order for order in self._rows if matches(order)), None)
