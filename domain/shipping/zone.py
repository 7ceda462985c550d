"""How far away a country is from where the lab prints."""

from enum import StrEnum

# Prints are made in these countries; elsewhere in Europe they come from a neighbour.
_DOMESTIC = frozenset({"GB", "IM", "JE", "GG", "US", "AU"})
_NEIGHBOURS = (
    "AD AT BE BG CH CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MC MT NL NO PL PT RO RS"
    " SE SI SK SM"
)
_EUROPE = frozenset(_NEIGHBOURS.split())


class Zone(StrEnum):
    DOMESTIC = "domestic"
    EUROPE = "europe"
    WORLD = "world"


def zone_of(country: str) -> Zone:
    """`country` is an ISO 3166-1 alpha-2 code in upper case."""
    if country in _DOMESTIC:
        return Zone.DOMESTIC
    return Zone.EUROPE if country in _EUROPE else Zone.WORLD
