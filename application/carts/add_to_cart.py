"""Put pieces of a product into the owner's cart."""

from dataclasses import dataclass
from uuid import UUID

from application.carts.change_cart import CartChange, ChangeCart
from application.carts.ports import OpenCart
from application.shared.ports import Clock, NewId
from domain.carts.cart import Cart, CartLimits
from domain.carts.history import CartAction
from domain.carts.new_line import new_line, product_among
from domain.carts.priced_cart import PricedCart
from domain.catalog.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition(CartChange):
    product_id: UUID
    quantity: int
    currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddToCart:
    change_cart: ChangeCart
    catalogue: Catalogue
    limits: CartLimits
    new_id: NewId
    clock: Clock

    async def __call__(self, addition: Addition) -> PricedCart:
        """Raises ProductNotFound and the refusals of domain.carts.cart."""

        def decide(found: OpenCart) -> Cart:
            product = product_among(found.products, addition.product_id)
            cart = found.cart.priced_in(addition.currency or found.cart.currency)
            line = new_line(
                product,
                addition.quantity,
                self.catalogue,
                cart.currency,
                self.new_id(),
                self.clock.now(),
            )
            return cart.add(line, self.limits)

        return await self.change_cart(
            addition, CartAction.ADDED, decide, wanted=[addition.product_id]
        )
