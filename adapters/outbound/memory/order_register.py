"""Orders of every owner, for staff, in memory."""

from collections.abc import Sequence
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from application.reconciliation.staff_ports import OrderSearch
from domain.orders.order import Order, OrderNotFound


class MemoryOrderRegister:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[UUID, Order] = store.table("orders")

    async def page(self, search: OrderSearch, page: int, limit: int) -> Sequence[Order]:
        found = [order for order in self._rows if _fits(order, search)]
        found.sort(key=lambda order: (order.placed_at, order.id), reverse=True)
        first = (page - 1) * limit
        return found[first : first + limit + 1]

    async def get(self, order_id: UUID) -> Order:
        order = self._rows.get(order_id)
        if order is None:
            raise OrderNotFound
        return order


def _fits(order: Order, search: OrderSearch) -> bool:
    if search.status is not None and order.status is not search.status:
        return False
    if search.held is not None and (order.held_because is not None) is not search.held:
        return False
    wanted = (search.query or "").lower()
    return any(text.lower().startswith(wanted) for text in (order.number, order.email))
