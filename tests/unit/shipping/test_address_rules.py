"""What an address must have in each country, and what is left as the buyer wrote it."""

from dataclasses import replace

import pytest

from adapters.outbound.geo.address_rules import GoogleAddressRules
from domain.shipping.address import Address, AddressInvalid

LONDON = Address(
    name="Ada Buyer",
    line1="1 High Street",
    town_or_city="London",
    postal_or_zip_code="n1 9gu",
    country_code="GB",
)


def at(country: str, town: str, state: str | None, code: str) -> Address:
    return replace(
        LONDON,
        country_code=country,
        town_or_city=town,
        state_or_county=state,
        postal_or_zip_code=code,
    )


@pytest.mark.parametrize(
    ("given", "state", "code"),
    [
        (LONDON, None, "N1 9GU"),
        (at("US", "New York", "New York", "10001"), "NY", "10001"),
        (at("CA", "Toronto", "Ontario", "m5v 2t6"), "ON", "M5V 2T6"),
        (at("JP", "Shibuya-ku", "Tokyo", "150-0001"), "Tokyo", "150-0001"),
        (at("IE", "Dublin", "Dublin", "D02 AF30"), "Dublin", "D02 AF30"),
        (at("BR", "Sao Paulo", "SP", "01310-100"), "SP", "01310-100"),
        (at("AE", "Dubai", "Dubai", ""), "Dubai", ""),
    ],
)
async def test_a_real_address_passes_in_its_normal_form(
    given: Address, state: str | None, code: str
) -> None:
    checked = await GoogleAddressRules().check(given)
    assert checked == replace(given, state_or_county=state, postal_or_zip_code=code)


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        (at("GB", "London", None, "12345"), "postalOrZipCode", "invalid"),
        (at("DE", "Berlin", None, ""), "postalOrZipCode", "required"),
        (at("DE", "", None, "10115"), "townOrCity", "required"),
        (at("US", "Austin", "TX", "10001"), "postalOrZipCode", "invalid"),
        (at("US", "Austin", "Texarkana", "78701"), "stateOrCounty", "invalid"),
        (at("US", "Austin", None, "78701"), "stateOrCounty", "required"),
        (at("XX", "Nowhere", None, "1"), "countryCode", "invalid"),
        (replace(LONDON, name="x" * 101), "name", "too_long"),
    ],
)
async def test_an_address_that_the_country_does_not_have_names_the_field(
    given: Address, field: str, code: str
) -> None:
    with pytest.raises(AddressInvalid) as refused:
        await GoogleAddressRules().check(given)
    assert {"field": field, "code": code} in refused.value.facts["issues"]  # type: ignore[operator]
