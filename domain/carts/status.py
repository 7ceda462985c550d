"""What a cart is: in use, waiting for its order to be paid, or done with."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class CartStatus(StrEnum):
    """`FROZEN` is an active cart that is exactly what an open order was made of."""

    ACTIVE = "active"
    FROZEN = "frozen"
    MERGED = "merged"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class CartCheckout:
    """The open order that was made of a cart, and the cart's version at that moment."""

    order_id: UUID
    cart_version: int


def status_of(kept: CartStatus, version: int, checkout: CartCheckout | None) -> CartStatus:
    """Nothing has to thaw a cart: any change of it, or the end of its order, makes it active."""
    if kept is CartStatus.ACTIVE and checkout is not None and checkout.cart_version == version:
        return CartStatus.FROZEN
    return kept
