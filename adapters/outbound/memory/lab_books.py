"""Which orders of the lab our production orders stand for, in memory."""

from collections.abc import Sequence
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from application.reconciliation.ports import ListedLabOrder, OrderAtLab
from domain.fulfilment.dropship import Dropship
from domain.orders.order import Order
from domain.reconciliation.references import named_number, named_order


class MemoryLabBooks:
    def __init__(self, store: MemoryStore) -> None:
        self._dropships: Table[UUID, Dropship] = store.table("dropships")
        self._orders: Table[UUID, Order] = store.table("orders")

    async def unknown(self, found: Sequence[ListedLabOrder]) -> Sequence[ListedLabOrder]:
        ids = {each.provider_order_id for each in self._dropships}
        keys = {each.idempotency_key for each in self._dropships}
        return [
            each for each in found if each.provider_order_id not in ids and each.key not in keys
        ]

    async def orders_of(self, found: Sequence[ListedLabOrder]) -> dict[str, OrderAtLab]:
        named = {each.provider_order_id: self._order_of(each) for each in found}
        return {
            name: OrderAtLab(order_id=order.id, number=order.number)
            for name, order in named.items()
            if order is not None
        }

    def _order_of(self, listed: ListedLabOrder) -> Order | None:
        order_id, number = named_order(listed.order_id), named_number(listed.merchant_reference)
        for order in self._orders:
            if order.id == order_id or order.number == number:
                return order
        return None
