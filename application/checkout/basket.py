"""A basket that is filled for one order and kept by nobody: what is ordered without a cart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.carts.ports import OpenCart
from application.checkout.ports import SkuCheck
from application.checkout.price_checkout import PriceCheckout, PricedCheckout
from application.shared.ports import NewId
from domain.carts.cart import Cart, CartLine
from domain.catalog.product import Product
from domain.checkout.refusals import TotalChanged
from domain.pricing.totals import check_chargeable
from domain.shared.money import Money
from domain.shipping.address import Address
from domain.shipping.currency_of_country import currency_of_country


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    product: Product
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferBasket:
    """The checks and prices of a cart's checkout, for a basket with an id of its own.

    No row of carts has that id, so whatever is done about the cart of an order finds none.
    """

    price: PriceCheckout
    sku_check: SkuCheck
    new_id: NewId

    async def __call__(
        self,
        owner_id: UUID,
        wanted: Sequence[Wanted],
        address: Address,
        shipping_method: str,
        expected_total: int | None,
        at: datetime,
    ) -> PricedCheckout:
        """Raises the refusals of a cart, its price, its way and its amount; asks outside."""
        basket = self._filled(owner_id, wanted, currency_of_country(address.country_code), at)
        offer = await self.price(basket, address.country_code, at)
        chosen = offer.option(shipping_method)
        check_chargeable(chosen.totals.total)
        if expected_total not in (None, chosen.totals.total.amount):
            raise TotalChanged(facts={"total": chosen.totals.total.amount})
        await self.sku_check.check(offer.frames, address.country_code)
        return offer

    def _filled(
        self, owner_id: UUID, wanted: Sequence[Wanted], currency: str, at: datetime
    ) -> OpenCart:
        cart = Cart(id=self.new_id(), owner_id=owner_id, currency=currency, version=0)
        for each in wanted:
            line = CartLine(
                # A refusal names lines, and the buyer knows this one by its product.
                id=each.product.id,
                product_id=each.product.id,
                quantity=each.quantity,
                price_when_added=Money(0, currency),
                added_at=at,
            )
            cart = cart.add(line, self.price.limits)
        return OpenCart(cart=cart, products={each.product.id: each.product for each in wanted})
