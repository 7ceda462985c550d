"""Give a guest a copy of the cart of the customer they were until their log-in ran out."""

from dataclasses import dataclass, replace
from datetime import datetime

from application.carts.ports import Carts
from application.shared.ports import Clock, NewId
from domain.carts.cart import Cart
from domain.carts.history import CartAction, CartEntry
from domain.identity.owner import Owner
from domain.shared.origin import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyCart:
    """Within the work of whoever asks. The products stay the customer's."""

    carts: Carts
    new_id: NewId
    clock: Clock
    default_currency: str

    async def copy(self, from_owner: Owner, to_owner: Owner) -> None:
        """Nothing happens when there is nothing to copy, or the guest has something already."""
        found = await self.carts.read(from_owner.id)
        if found is None or found.cart.is_empty:
            return
        guests = (await self.carts.lock(to_owner.id, self.new_id(), self.default_currency)).cart
        if not guests.is_empty:
            return
        copied = replace(
            guests,
            currency=found.cart.currency,
            version=guests.version + 1,
            lines=tuple(replace(line, id=self.new_id()) for line in found.cart.lines),
        )
        await self.carts.save(guests, copied, _entry(found.cart, guests, copied, self.clock.now()))


def _entry(original: Cart, guests: Cart, copied: Cart, at: datetime) -> CartEntry:
    origin = Origin(actor="guest", actor_id=str(guests.owner_id))
    details = {"cartId": str(original.id)}
    return CartEntry.of(CartAction.COPIED, guests, copied, origin, at, details)
