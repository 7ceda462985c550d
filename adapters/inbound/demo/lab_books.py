"""What the simulated lab has in its books about an order: the proof that each print exists once."""

from typing import Any

import httpx
import msgspec

from adapters.inbound.demo.refusals import DemoFailed


class Posts(msgspec.Struct, rename="camel", frozen=True):
    """How often a key was posted, and whether always with the same bytes."""

    times_posted: int = 0
    bodies_equal: bool = False


class LabOrder(msgspec.Struct, rename="camel", frozen=True):
    id: str
    step: str
    idempotency_key: str | None
    merchant_reference: str | None
    posts: Posts
    order: dict[str, Any]


class Books(msgspec.Struct, rename="camel", frozen=True):
    orders: list[LabOrder]


async def lab_orders(http: httpx.AsyncClient, control: str, number: str) -> list[LabOrder]:
    """Those whose reference begins with the shop's order number."""
    answer = await http.get(f"{control}/orders")
    answer.raise_for_status()
    books = msgspec.json.decode(answer.content, type=Books)
    return [order for order in books.orders if _belongs(order.merchant_reference or "", number)]


def check_each_once(orders: list[LabOrder], expected: int) -> None:
    """Raises DemoFailed."""
    if len(orders) != expected:
        raise DemoFailed(f"The lab has {len(orders)} orders instead of {expected}.")
    keys = {order.idempotency_key for order in orders}
    if None in keys or len(keys) != expected:
        raise DemoFailed("Two orders at the lab share an idempotency key, or one has none.")
    for order in orders:
        if not order.posts.bodies_equal:
            raise DemoFailed(f"The lab's order {order.id} was asked for with differing bytes.")


def _belongs(reference: str, number: str) -> bool:
    rest = reference.removeprefix(number)
    return reference.startswith(number) and not rest[:1].isdigit()
