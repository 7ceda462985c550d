"""Take a line out of the owner's cart."""

from dataclasses import dataclass
from uuid import UUID

from application.carts.change_cart import CartChange, ChangeCart
from domain.carts.history import CartAction
from domain.carts.priced_cart import PricedCart


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRemoval(CartChange):
    line_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveCartLine:
    change_cart: ChangeCart

    async def __call__(self, removal: LineRemoval) -> PricedCart:
        """Raises CartLineNotFound, CartVersionDiffers."""
        return await self.change_cart(
            removal, CartAction.REMOVED, lambda found: found.cart.remove(removal.line_id)
        )
