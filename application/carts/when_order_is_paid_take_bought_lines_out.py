"""When an order is paid, exactly what was bought leaves the cart; the rest stays."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.carts.ports import CartWork
from application.shared.ports import NewId
from domain.orders.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBoughtLinesOut:
    new_id: NewId

    async def __call__(self, work: CartWork, order: Order, at: datetime) -> None:
        found = await work.carts.lock(order.owner_id, self.new_id(), order.totals.total.currency)
        if found.cart.id != order.cart_id:
            return
        bought: Counter[UUID] = Counter()
        for line in order.lines:
            bought[line.product_id] += line.quantity
        await work.carts.save(found.cart, found.cart.without_bought(bought))
