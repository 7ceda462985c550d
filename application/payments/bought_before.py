"""How much of an order that is being paid was bought by another page of the same cart?"""

from application.payments.ports import PaymentWork
from domain.orders.bought_again import BOUGHT_TWICE, BoughtAgain, bought_again
from domain.orders.order import Order


async def bought_before(work: PaymentWork, order: Order) -> BoughtAgain | None:
    """The order must be locked with all that wait for payment beside it.

    The cart is locked now, so that of two payments at once the later one sees the earlier. What
    the buyer put into the cart anew after a payment belongs to an order that was placed after it.
    """
    await work.carts.lock_holding(order.cart_id)
    others = [
        other
        for other in await work.orders_of_cart.paid_since(order)
        if not await _goes_back(work, other)
    ]
    if not others:
        return None
    return bought_again(order, others, await work.orders_of_cart.same_products(order))


async def _goes_back(work: PaymentWork, other: Order) -> bool:
    """Paid in vain as well, and on its way back to the buyer."""
    if other.held_because != BOUGHT_TWICE:
        return False
    return any(refund.purpose == BOUGHT_TWICE for refund in await work.refunds.of_order(other.id))
