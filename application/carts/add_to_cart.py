"""Put pieces of a product into the owner's cart."""

from dataclasses import dataclass
from uuid import UUID

from application.carts.change_cart import CartChange, ChangeCart
from application.carts.ports import OpenCart
from application.shared.ports import Clock, NewId
from domain.carts.cart import Cart, CartLimits, CartLine
from domain.carts.priced_cart import PricedCart
from domain.catalog.catalogue import Catalogue
from domain.catalog.product import ProductNotFound


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
            product = found.products.get(addition.product_id)
            if product is None:
                raise ProductNotFound(field="productId")
            cart = found.cart.priced_in(addition.currency or found.cart.currency)
            frame = self.catalogue.frame(
                product.frame_size, product.frame_style, product.frame_material
            )
            line = CartLine(
                id=self.new_id(),
                product_id=product.id,
                quantity=addition.quantity,
                price_when_added=frame.price_in(cart.currency),
                added_at=self.clock.now(),
            )
            return cart.add(line, self.limits)

        return await self.change_cart(addition, decide, wanted=addition.product_id)
