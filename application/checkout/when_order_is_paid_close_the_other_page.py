"""When an order is paid whose page was superseded, the page that superseded it is closed.

Both stand for the same cart: what was bought leaves it, so the newer page asks for too much.
"""

from dataclasses import dataclass
from datetime import datetime

from application.checkout.end_checkout import end_checkout
from application.checkout.ports import CheckoutWork
from domain.orders.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseTheOtherPage:
    """Goes before whatever locks the cart, since orders are locked before carts."""

    async def __call__(self, work: CheckoutWork, order: Order, at: datetime) -> None:
        other = await work.orders.lock_open_for_cart(order.cart_id)
        if other is None or other.id == order.id:
            return
        await end_checkout(
            work,
            other,
            event="order_superseded",
            why=f"Order {order.number} of the same cart was paid.",
            at=at,
            actor="system",
        )
