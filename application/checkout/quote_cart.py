"""Tell a buyer what their cart costs at a destination, for every way to ship it."""

from dataclasses import dataclass

from application.checkout.ports import BeginCheckoutWork
from application.checkout.price_checkout import PriceCheckout, PricedCheckout
from application.shared.ports import Clock
from domain.carts.cart import CartIsEmpty
from domain.identity.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteCart:
    begin: BeginCheckoutWork
    price: PriceCheckout
    clock: Clock

    async def __call__(self, owner: Owner, country: str) -> PricedCheckout:
        """Raises CartIsEmpty, DestinationNotServed."""
        async with self.begin(reading=True) as work:
            found = await work.carts.read(owner.id)
        if found is None or found.cart.is_empty:
            raise CartIsEmpty
        return await self.price(found, country, self.clock.now())
