"""What a cart costs at a destination: shipping, tax and total, for every way to ship it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from application.carts.ports import OpenCart
from application.checkout.ports import QuotesShipping
from domain.carts.cart import Cart, CartLimits
from domain.carts.priced_cart import PricedCart, check_payable, priced
from domain.catalog.catalogue import Catalogue
from domain.catalog.frame import Frame
from domain.pricing.tax import TaxTable
from domain.pricing.totals import Totals, totals_of
from domain.shipping.currency_of_country import currency_of_country
from domain.shipping.quote import (
    MethodNotOffered,
    QuotedItem,
    QuotedShipping,
    QuoteSource,
    ShippingQuote,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedOption:
    """One way to ship, and everything the buyer would pay with it."""

    quote: ShippingQuote
    totals: Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedCheckout:
    cart: Cart
    priced: PricedCart
    frames: Sequence[Frame]
    options: Sequence[PricedOption]
    source: QuoteSource
    quoted_at: datetime
    country: str

    def option(self, method: str) -> PricedOption:
        """Raises MethodNotOffered."""
        for option in self.options:
            if option.quote.method.value == method:
                return option
        offered = [option.quote.method.value for option in self.options]
        raise MethodNotOffered(field="shippingMethod", facts={"offered": offered})


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceCheckout:
    """Prices are the destination's currency; nothing here comes from the client but the country."""

    catalogue: Catalogue
    limits: CartLimits
    quote_shipping: QuotesShipping
    taxes: TaxTable

    async def __call__(self, found: OpenCart, country: str, at: datetime) -> PricedCheckout:
        """Raises DestinationNotServed, CartLineUnavailable, QuantityNotAllowed."""
        currency = currency_of_country(country)
        shown = priced(found.cart, found.products, self.catalogue, self.limits, currency=currency)
        check_payable(shown)
        frames = [self._frame(found, place) for place in range(len(shown.lines))]
        items = tuple(
            QuotedItem(sku=frame.sku, attributes=frame.attributes, copies=line.quantity)
            for frame, line in zip(frames, shown.lines, strict=True)
        )
        quoted = await self.quote_shipping(items, country, currency)
        return PricedCheckout(
            cart=found.cart,
            priced=shown,
            frames=frames,
            options=self._options(shown, quoted, country, at),
            source=quoted.source,
            quoted_at=quoted.quoted_at,
            country=country,
        )

    def _frame(self, found: OpenCart, place: int) -> Frame:
        product = found.products[found.cart.lines[place].product_id]
        return self.catalogue.frame(product.frame_size, product.frame_style, product.frame_material)

    def _options(
        self, shown: PricedCart, quoted: QuotedShipping, country: str, at: datetime
    ) -> Sequence[PricedOption]:
        rate = self.taxes.rate(country, at.date())
        amounts = [line.amount for line in shown.lines]
        return [
            PricedOption(quote=quote, totals=totals_of(amounts, quote.cost, rate))
            for quote in quoted.quotes
        ]
