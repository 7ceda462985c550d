"""Every source of shipping rates keeps the same promises."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.outbound.memory.shipping_rates import MemoryShippingRates
from adapters.outbound.prodigi.catalogue_file import read_catalogue
from adapters.outbound.prodigi.quotes import ProdigiShippingRates
from application.shared.outcomes import Rejected, Unavailable
from application.shipping.ports import ShippingRates
from domain.shipping.quote import DestinationNotServed, QuotedItem
from tests.contract.print_labs import prodigi_client
from tests.contract.started_simulator import StartedSimulator

FRAME = read_catalogue().frame("12x16", "mounted", "dark grey")
ITEM = QuotedItem(sku=FRAME.sku, attributes=FRAME.attributes, copies=1)


pytest_plugins = ["tests.contract.simulator_fixtures"]


@pytest.fixture
async def at_prodigi(prodigi_simulator: StartedSimulator) -> AsyncIterator[ProdigiShippingRates]:
    client = prodigi_client(prodigi_simulator)
    yield ProdigiShippingRates(client, 10.0)
    await prodigi_simulator.work_again()
    await client.aclose()


@pytest.fixture(params=["memory", "prodigi"])
def rates(request: pytest.FixtureRequest) -> ShippingRates:
    if request.param == "memory":
        return MemoryShippingRates()
    at_prodigi: ShippingRates = request.getfixturevalue("at_prodigi")
    return at_prodigi


@pytest.mark.parametrize(("country", "currency"), [("GB", "GBP"), ("DE", "EUR"), ("JP", "JPY")])
async def test_quotes_come_cheapest_first_in_the_asked_currency_and_cost_something(
    rates: ShippingRates, country: str, currency: str
) -> None:
    quotes = await rates.quote((ITEM,), country, currency)
    costs = [quote.cost.amount for quote in quotes]
    assert costs == sorted(costs)
    assert min(costs) > 0
    assert {quote.cost.currency for quote in quotes} == {currency}


async def test_each_method_is_quoted_once_with_its_days(rates: ShippingRates) -> None:
    quotes = await rates.quote((ITEM,), "GB", "GBP")
    assert len({quote.method for quote in quotes}) == len(quotes) >= 2
    assert all(0 < quote.estimated_days_min <= quote.estimated_days_max for quote in quotes)


async def test_more_copies_cost_more(rates: ShippingRates) -> None:
    one = await rates.quote((ITEM,), "US", "USD")
    five = await rates.quote((replace(ITEM, copies=5),), "US", "USD")
    assert five[0].cost.amount > one[0].cost.amount


async def test_a_country_without_shipping_is_refused(rates: ShippingRates) -> None:
    with pytest.raises(DestinationNotServed):
        await rates.quote((ITEM,), "KP", "USD")


@pytest.mark.parametrize("fault", ["status_500", "status_429", "reset", "garbage"])
async def test_a_lab_in_trouble_is_unavailable(
    prodigi_simulator: StartedSimulator, at_prodigi: ProdigiShippingRates, fault: str
) -> None:
    await prodigi_simulator.break_next(fault, method="POST", path="/v4.0/quotes")
    with pytest.raises(Unavailable):
        await at_prodigi.quote((ITEM,), "GB", "GBP")


async def test_a_product_that_the_lab_does_not_know_is_rejected(
    at_prodigi: ProdigiShippingRates,
) -> None:
    with pytest.raises((Rejected, DestinationNotServed)):
        await at_prodigi.quote((replace(ITEM, sku="GLOBAL-NOT-MADE"),), "GB", "GBP")
