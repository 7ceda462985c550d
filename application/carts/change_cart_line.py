"""Set how many pieces of a line the owner wants."""

from dataclasses import dataclass
from uuid import UUID

from application.carts.change_cart import CartChange, ChangeCart
from domain.carts.cart import CartLimits
from domain.carts.history import CartAction
from domain.carts.priced_cart import PricedCart


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange(CartChange):
    line_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCartLine:
    change_cart: ChangeCart
    limits: CartLimits

    async def __call__(self, change: LineChange) -> PricedCart:
        """Raises CartLineNotFound, QuantityNotAllowed, CartVersionDiffers."""
        return await self.change_cart(
            change,
            CartAction.CHANGED,
            lambda found: found.cart.change(change.line_id, change.quantity, self.limits),
        )
