"""When an order is paid, exactly what was bought leaves the cart; the rest stays."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.carts.ports import CartWork
from domain.carts.history import CartAction, CartEntry
from domain.orders.order import Order
from domain.shared.origin import SYSTEM


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBoughtLinesOut:
    async def __call__(self, work: CartWork, order: Order, at: datetime) -> None:
        found = await work.carts.lock_holding(order.cart_id)
        if found is None:
            return
        bought: Counter[UUID] = Counter()
        for line in order.lines:
            bought[found.same_products.get(line.product_id, line.product_id)] += line.quantity
        left = found.cart.without_bought(bought)
        if left.lines == found.cart.lines:
            return
        entry = CartEntry.of(
            CartAction.BOUGHT, found.cart, left, SYSTEM, at, {"orderId": str(order.id)}
        )
        await work.carts.save(found.cart, left, entry)
