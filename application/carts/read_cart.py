"""Show the owner's cart with totals at today's prices."""

from dataclasses import dataclass

from application.carts.ports import BeginCartWork, OpenCart
from application.carts.price_cart import PriceCart
from application.shared.ports import NewId
from domain.carts.cart import Cart
from domain.carts.priced_cart import PricedCart
from domain.identity.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCart:
    """One round trip, however many lines there are."""

    begin: BeginCartWork
    price: PriceCart
    new_id: NewId
    default_currency: str

    async def __call__(self, owner: Owner) -> PricedCart:
        async with self.begin(reading=True) as work:
            found = await work.carts.read(owner.id)
        if found is None:
            empty = Cart(
                id=self.new_id(), owner_id=owner.id, currency=self.default_currency, version=0
            )
            found = OpenCart(cart=empty, products={})
        return self.price(found)
