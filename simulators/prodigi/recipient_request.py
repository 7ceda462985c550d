"""The recipient of an order: read, checked, and echoed in Prodigi's shape."""

import re

from simulators.prodigi import destinations
from simulators.prodigi.fields import Fields
from simulators.prodigi.wire import Document

_US_ZIP_CODE = re.compile(r"\d{5}(-\d{4})?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


def read_recipient(fields: Fields) -> Document:
    email = fields.text("email", longest=254)
    if email is not None and not _EMAIL.fullmatch(email):
        fields.fail("email", "MustBeAValidEmailAddress", email)
    address = fields.record("address", required=True)
    recipient = {
        "name": fields.text("name", required=True, longest=255),
        "email": email,
        "phoneNumber": fields.text("phoneNumber", longest=40),
        "address": _read_address(address) if address else None,
    }
    fields.close()
    return recipient


def _read_address(fields: Fields) -> Document:
    country_code = read_country_code(fields, "countryCode")
    postal_code = fields.text("postalOrZipCode", required=True, longest=20)
    # Postal codes are known to be checked for the United States only.
    if country_code == "US" and postal_code and not _US_ZIP_CODE.fullmatch(postal_code):
        fields.fail("postalOrZipCode", "MustBeAValidUSZipCodeFormat", postal_code)
    address = {
        "line1": fields.text("line1", required=True, longest=255),
        "line2": fields.text("line2", longest=255),
        "postalOrZipCode": postal_code,
        "countryCode": country_code,
        "townOrCity": fields.text("townOrCity", required=True, longest=255),
        "stateOrCounty": fields.text("stateOrCounty", longest=255),
    }
    fields.close()
    return address


def read_country_code(fields: Fields, name: str) -> str | None:
    code = fields.text(name, required=True)
    if code is not None and not destinations.is_country_code(code):
        fields.fail(name, "MustBeAValidCountryCode", code)
        return None
    return code
