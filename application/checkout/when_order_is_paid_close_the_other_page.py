"""When an order is paid, the other pages of its cart are closed, also of carts that were merged.

They stand for the same lines: what was bought leaves the cart, so they ask for too much.
"""

from dataclasses import dataclass
from datetime import datetime

from application.checkout.end_checkout import end_checkout
from application.checkout.ports import CheckoutWork
from domain.orders.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseTheOtherPage:
    """Its orders were locked with the one that is paid, before the cart."""

    async def __call__(self, work: CheckoutWork, order: Order, at: datetime) -> None:
        for other in await work.orders_of_cart.lock_open(order):
            await end_checkout(
                work,
                other,
                event="order_superseded",
                why=f"Order {order.number} of the same cart was paid.",
                at=at,
                actor="system",
            )
