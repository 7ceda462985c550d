"""Quote the caller's cart for a destination: every way to ship, with everything it would cost."""

from datetime import datetime
from typing import Self

from litestar import Controller, post
from litestar.params import JSONBody

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer, Body, MoneyAnswer
from adapters.inbound.http.provided import Provided
from application.checkout.price_checkout import PricedCheckout, PricedOption
from application.checkout.quote_cart import QuoteCart
from domain.identity.owner import Owner
from domain.pricing.totals import Totals
from domain.resilience.rate_class import RateClass
from domain.shared.refusals import Invalid


class CountryInvalid(Invalid):
    """A country is an ISO 3166-1 alpha-2 code, such as GB."""

    code = "country_invalid"


class QuotesBody(Body):
    """`countryCode` is ISO 3166-1 alpha-2."""

    country_code: str


class TotalsAnswer(Answer):
    subtotal: MoneyAnswer
    shipping: MoneyAnswer
    tax: MoneyAnswer
    tax_percent: str
    total: MoneyAnswer

    @classmethod
    def of(cls, totals: Totals) -> Self:
        return cls(
            subtotal=MoneyAnswer.of(totals.subtotal),
            shipping=MoneyAnswer.of(totals.shipping),
            tax=MoneyAnswer.of(totals.tax),
            tax_percent=str(totals.tax_percent),
            total=MoneyAnswer.of(totals.total),
        )


class EstimatedDays(Answer):
    """Working days from order to door."""

    min: int
    max: int


class ShippingOption(Answer):
    shipping_method: str
    carrier: str | None
    cost: MoneyAnswer
    estimated_days: EstimatedDays
    totals: TotalsAnswer

    @classmethod
    def of(cls, option: PricedOption) -> Self:
        quote = option.quote
        return cls(
            shipping_method=quote.method.value,
            carrier=quote.carrier,
            cost=MoneyAnswer.of(quote.cost),
            estimated_days=EstimatedDays(
                min=quote.estimated_days_min, max=quote.estimated_days_max
            ),
            totals=TotalsAnswer.of(option.totals),
        )


class QuotesAnswer(Answer):
    """`source`: live, cached, stale (the lab is silent) or fallback (our own table)."""

    country_code: str
    currency: str
    source: str
    quoted_at: datetime
    quotes: list[ShippingOption]

    @classmethod
    def of(cls, offer: PricedCheckout) -> Self:
        return cls(
            country_code=offer.country,
            currency=offer.priced.currency,
            source=offer.source.value,
            quoted_at=offer.quoted_at,
            quotes=[ShippingOption.of(option) for option in offer.options],
        )


class ShippingQuotesController(Controller):
    path = "/api/shipping/quotes"
    tags = ["shipping"]
    opt = open_to(Access.BUYER, RateClass.CHECKOUT)

    @post(summary="Quote shipping for the cart", status_code=200)
    async def quote(
        self,
        owner: Provided[Owner],
        data: JSONBody[QuotesBody],
        quote_cart: Provided[QuoteCart],
    ) -> QuotesAnswer:
        """In the currency of the destination."""
        return QuotesAnswer.of(await quote_cart(owner, checked_country(data.country_code)))


def checked_country(code: str) -> str:
    """Upper case. Raises CountryInvalid."""
    if len(code) != 2 or not code.isascii() or not code.isalpha():
        raise CountryInvalid(field="countryCode")
    return code.upper()
