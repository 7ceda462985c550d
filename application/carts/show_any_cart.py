"""Show staff one cart, whosever it is and whatever has become of it, with its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from application.carts.price_cart import PriceCart
from application.carts.record_ports import BeginStaffCartWork, CartSummary, NotedEntry
from domain.carts.priced_cart import PricedCart
from domain.carts.refusals import CartNotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class CartStory:
    summary: CartSummary
    cart: PricedCart
    history: Sequence[NotedEntry]
    more_history: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAnyCart:
    begin: BeginStaffCartWork
    price: PriceCart

    async def __call__(self, cart_id: UUID, page: int, limit: int) -> CartStory:
        """`page` and `limit` are of the history. Raises CartNotFound."""
        async with self.begin(reading=True) as work:
            summary = await work.cart_register.summary(cart_id)
            found = await work.carts.read_any(cart_id)
            if summary is None or found is None:
                raise CartNotFound
            history = await work.cart_history.of_cart(cart_id, page, limit)
        return CartStory(
            summary=summary,
            cart=self.price(found),
            history=history[:limit],
            more_history=len(history) > limit,
        )
