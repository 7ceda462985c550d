"""Tax by destination: what a country adds to a net price on a given day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRate:
    """`percent` is added to the net price; `note` is for the buyer."""

    percent: Decimal
    name: str
    note: str | None = None


# US sales tax and Canadian GST/PST depend on where the seller is registered; the rest of the
# world collects from the recipient at the border.
NOT_COLLECTED = TaxRate(
    percent=Decimal(0),
    name="Tax",
    note="Taxes and duties of the destination are not included and may be due on delivery.",
)


@dataclass(frozen=True, slots=True)
class TaxTable:
    """For each country its rates by the day from which they hold, oldest first."""

    rates: Mapping[str, tuple[tuple[date, TaxRate], ...]] = field(hash=False)

    def rate(self, country: str, on: date) -> TaxRate:
        """The rate in force on that day; NOT_COLLECTED where none is listed."""
        in_force = NOT_COLLECTED
        for since, rate in self.rates.get(country, ()):
            if since <= on:
                in_force = rate
        return in_force
