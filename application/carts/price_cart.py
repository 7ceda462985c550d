"""Show a cart at today's prices, with what its buyer should know about each line."""

from dataclasses import dataclass

from application.carts.ports import OpenCart
from domain.carts.cart import Cart, CartLimits
from domain.carts.priced_cart import PricedCart, priced
from domain.catalog.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceCart:
    catalogue: Catalogue
    limits: CartLimits

    def __call__(self, found: OpenCart, cart: Cart | None = None) -> PricedCart:
        """`cart` is what has become of the one that was found."""
        return priced(
            cart or found.cart,
            found.products,
            self.catalogue,
            self.limits,
            checkout=found.checkout,
            kept=found.kept,
        )
