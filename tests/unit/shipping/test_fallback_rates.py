"""Our own table of shipping costs covers all that the shop sells, and is never free."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.prodigi.catalogue_file import read_catalogue
from adapters.outbound.reference.fallback_rates import FallbackShippingRates
from domain.catalog.attributes import Attributes
from domain.shipping.quote import QuotedItem

RATES = FallbackShippingRates()
CURRENCIES = read_catalogue().currencies
ITEM = QuotedItem(sku="A", attributes=Attributes(), copies=1)


@pytest.mark.parametrize("currency", CURRENCIES)
@pytest.mark.parametrize("country", ["GB", "FR", "JP"])
async def test_every_currency_of_the_price_list_has_a_price_in_every_zone(
    country: str, currency: str
) -> None:
    quotes = await RATES.quote((ITEM,), country, currency)
    costs = [quote.cost.amount for quote in quotes]
    assert costs == sorted(costs)
    assert costs[0] > 0


@given(st.integers(1, 98), st.sampled_from(["GB", "FR", "JP"]))
async def test_one_copy_more_never_costs_less(copies: int, country: str) -> None:
    fewer = await RATES.quote((replace(ITEM, copies=copies),), country, "EUR")
    more = await RATES.quote((replace(ITEM, copies=copies + 1),), country, "EUR")
    assert all(a.cost.amount < b.cost.amount for a, b in zip(fewer, more, strict=True))
