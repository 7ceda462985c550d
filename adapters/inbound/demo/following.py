"""Watches the order until it has come as far as was waited for; the caller sets the deadline."""

from collections.abc import Callable

from adapters.inbound.demo.answers import Order
from adapters.inbound.demo.customer import Customer
from adapters.inbound.demo.looking import look_until
from adapters.inbound.demo.refusals import DemoFailed

LOST = frozenset({"cancelled", "refunded", "expired", "payment_failed"})


async def follow(
    customer: Customer,
    order_id: str,
    until: Callable[[Order], bool],
    tell: Callable[[Order], None] = lambda _: None,
) -> Order:
    """`tell` is called each time it is looked at. Raises DemoFailed when it never will be."""

    async def look() -> Order:
        order = await customer.get(f"/api/orders/{order_id}", Order)
        tell(order)
        if order.status in LOST and not until(order):
            raise DemoFailed(f"Order {order.number} became {order.status}.")
        return order

    return await look_until(look, until)


def is_delivered(order: Order) -> bool:
    return order.status == "delivered"
