"""Shipping costs from a table of our own, for when nobody answers: careful, and never nothing."""

from decimal import ROUND_UP, Decimal
from pathlib import Path

import msgspec

from application.shipping.ports import ShippingUnavailable
from domain.shared.currencies import exponent, smallest_step
from domain.shared.money import Money
from domain.shipping.delivery_days import delivery_days
from domain.shipping.quote import QuotedItem, ShippingMethod, ShippingQuote
from domain.shipping.zone import Zone, zone_of

FILE = Path(__file__).with_name("shipping_rates.json")


class _File(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Pounds by zone, and what a pound is in each currency of the price list."""

    from_gbp: dict[str, Decimal]
    first_piece: dict[Zone, dict[ShippingMethod, Decimal]]
    further_piece: dict[Zone, Decimal]
    world: frozenset[str]


class FallbackShippingRates:
    def __init__(self, path: Path = FILE) -> None:
        self._file = msgspec.json.decode(path.read_bytes(), type=_File)

    async def quote(
        self, items: tuple[QuotedItem, ...], country: str, currency: str
    ) -> tuple[ShippingQuote, ...]:
        """Raises ShippingUnavailable for a country to which the lab is not known to ship."""
        zone = zone_of(country)
        if zone is Zone.WORLD and country not in self._file.world:
            raise ShippingUnavailable("prodigi", f"there is no shipping table for {country}")
        further = sum(item.copies for item in items) - 1
        quotes = []
        for method, first in self._file.first_piece[zone].items():
            pounds = first + self._file.further_piece[zone] * further
            fewest, most = delivery_days(method, zone)
            quotes.append(
                ShippingQuote(
                    method=method,
                    cost=self._in(currency, pounds),
                    estimated_days_min=fewest,
                    estimated_days_max=most,
                )
            )
        return tuple(quotes)

    def _in(self, currency: str, pounds: Decimal) -> Money:
        step = smallest_step(currency)
        minor = pounds * self._file.from_gbp[currency] * 10 ** exponent(currency) / step
        return Money(int(minor.quantize(Decimal(1), ROUND_UP)) * step, currency)
