"""Two pages of one cart were both paid: how much of an order had been bought by then?"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from uuid import UUID

from domain.orders.order import Order

BOUGHT_TWICE = "bought_twice"


class BoughtAgain(StrEnum):
    """All of it is produced for another payment already, or some of it may be."""

    WHOLLY = "wholly"
    PARTLY = "partly"


def bought_again(
    order: Order, others: Sequence[Order], same_products: Mapping[UUID, UUID]
) -> BoughtAgain | None:
    """`others` are paid orders of the same cart; `same_products` names what a merge renamed.

    What is held may yet go back, so it is no reason to refund an order by itself.
    """
    standing = [other for other in others if not other.is_over]
    if not standing:
        return None
    wanted = _pieces([order], same_products)
    produced = _pieces((other for other in standing if not other.held_because), same_products)
    if wanted <= produced:
        return BoughtAgain.WHOLLY
    return BoughtAgain.PARTLY if wanted & _pieces(standing, same_products) else None


def _pieces(orders: Iterable[Order], same_products: Mapping[UUID, UUID]) -> Counter[UUID]:
    pieces: Counter[UUID] = Counter()
    for order in orders:
        for line in order.lines:
            pieces[same_products.get(line.product_id, line.product_id)] += line.quantity
    return pieces
