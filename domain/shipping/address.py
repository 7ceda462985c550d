"""Where an order goes, in the fields the lab wants."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.shared.refusals import Invalid

# The longest value of each field. Couriers print about 35 characters a line; longer ones are
# accepted because the lab truncates, but not without end.
LENGTHS_MAX = {
    "name": 100,
    "line1": 100,
    "line2": 100,
    "town_or_city": 100,
    "state_or_county": 100,
    "postal_or_zip_code": 20,
    "country_code": 2,
    "phone": 30,
}
REQUIRED = ("name", "line1", "country_code")


@dataclass(frozen=True, slots=True)
class AddressIssue:
    """`field` is its name in the API, `code` one of required, invalid, too_long."""

    field: str
    code: str


class AddressInvalid(Invalid):
    """The country has no such address; `facts["issues"]` names each field at fault."""

    code = "address_invalid"

    @classmethod
    def because_of(cls, issues: Iterable[AddressIssue]) -> "AddressInvalid":
        listed = [{"field": issue.field, "code": issue.code} for issue in issues]
        return cls(
            "The address cannot be used: " + ", ".join(issue["field"] for issue in listed) + ".",
            facts={"issues": listed},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """`country_code` is ISO 3166-1 alpha-2; absent parts are None, never empty."""

    name: str
    line1: str
    town_or_city: str
    postal_or_zip_code: str
    country_code: str
    line2: str | None = None
    state_or_county: str | None = None
    phone: str | None = None

    @property
    def issues(self) -> tuple[AddressIssue, ...]:
        """What is wrong with it in any country."""
        found = []
        for name, longest in LENGTHS_MAX.items():
            value = getattr(self, name) or ""
            if name in REQUIRED and not value.strip():
                found.append(AddressIssue(api_name(name), "required"))
            elif len(value) > longest:
                found.append(AddressIssue(api_name(name), "too_long"))
            elif not value.isprintable():
                found.append(AddressIssue(api_name(name), "invalid"))
        return tuple(found)


def api_name(name: str) -> str:
    """`postal_or_zip_code` is `postalOrZipCode` to callers."""
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)
