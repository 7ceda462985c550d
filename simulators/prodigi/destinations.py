"""Where the lab ships to, from which place, by which methods and at what cost."""

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

SHIPPING_METHODS = ("Budget", "Standard", "StandardPlus", "Express", "Overnight")


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    lab_code: str
    lab_country: str
    carrier: str
    # Method -> cost in GBP of the first copy and of each further one.
    shipping: dict[str, tuple[Decimal, Decimal]]

    def shipping_cost_gbp(self, method: str, copies: int) -> Decimal:
        first, further = self.shipping[method]
        return first + further * (copies - 1)


@cache
def _zones() -> dict[str, Zone]:
    found = {}
    for raw in _file()["zones"].values():
        zone = Zone(
            lab_code=raw["lab"],
            lab_country=raw["labCountry"],
            carrier=raw["carrier"],
            shipping={
                method: (Decimal(first), Decimal(further))
                for method, (first, further) in raw["shipping"].items()
            },
        )
        found.update(dict.fromkeys(raw["countries"], zone))
    return found


@cache
def _file() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(
        Path(__file__).with_name("destinations.json").read_text("utf-8")
    )
    return loaded


def zone_of(country_code: str) -> Zone | None:
    """None when the lab does not ship there."""
    return _zones().get(country_code)


def served() -> list[str]:
    return sorted(_zones())


def is_country_code(code: str) -> bool:
    """Whether the code is an ISO 3166-1 alpha-2 code, shipped to or not."""
    return code in _file()["isoCountryCodes"]
