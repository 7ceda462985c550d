"""Watches the order until what was waited for is there; the caller sets the deadline."""

import asyncio
from collections.abc import Callable

from adapters.inbound.demo.answers import Order
from adapters.inbound.demo.customer import Customer
from adapters.inbound.demo.refusals import DemoFailed

LOOK_AGAIN_S = 0.25
LOST = frozenset({"cancelled", "refunded", "expired", "payment_failed"})


async def follow(
    customer: Customer,
    order_id: str,
    until: Callable[[Order], bool],
    tell: Callable[[Order], None] = lambda _: None,
) -> Order:
    """`tell` is called each time it is looked at. Raises DemoFailed when it never will be."""
    while True:
        order = await customer.get(f"/api/orders/{order_id}", Order)
        tell(order)
        if until(order):
            return order
        if order.status in LOST:
            raise DemoFailed(f"Order {order.number} became {order.status}.")
        await asyncio.sleep(LOOK_AGAIN_S)


def is_delivered(order: Order) -> bool:
    return order.status == "delivered"
