"""What is known of a destination without asking anybody: its zone, days and currency."""

import pytest

from domain.shipping.currency_of_country import currency_of_country
from domain.shipping.delivery_days import delivery_days
from domain.shipping.quote import ShippingMethod
from domain.shipping.zone import Zone, zone_of


@pytest.mark.parametrize(
    ("country", "zone"),
    [("GB", Zone.DOMESTIC), ("US", Zone.DOMESTIC), ("FR", Zone.EUROPE), ("JP", Zone.WORLD)],
)
def test_a_country_lies_in_a_zone(country: str, zone: Zone) -> None:
    assert zone_of(country) is zone


@pytest.mark.parametrize("zone", Zone)
@pytest.mark.parametrize("method", ShippingMethod)
def test_every_method_has_days_in_every_zone(method: ShippingMethod, zone: Zone) -> None:
    fewest, most = delivery_days(method, zone)
    assert 0 < fewest <= most


@pytest.mark.parametrize("zone", Zone)
def test_a_dearer_method_is_never_slower(zone: Zone) -> None:
    days = [delivery_days(method, zone) for method in ShippingMethod]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("country", "currency"),
    [("GB", "GBP"), ("DE", "EUR"), ("HR", "EUR"), ("JP", "JPY"), ("CZ", "USD"), ("BR", "USD")],
)
def test_buyers_pay_in_the_currency_of_their_country_or_in_dollars(
    country: str, currency: str
) -> None:
    assert currency_of_country(country) == currency
