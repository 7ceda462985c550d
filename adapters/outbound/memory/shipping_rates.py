"""Shipping rates in memory: one price a piece, and countries that are not served."""

from dataclasses import dataclass, field

from application.shared.outcomes import OutsideTrouble
from domain.shared.money import Money
from domain.shipping.delivery_days import delivery_days
from domain.shipping.quote import (
    DestinationNotServed,
    QuotedItem,
    ShippingMethod,
    ShippingQuote,
)
from domain.shipping.zone import zone_of


@dataclass(slots=True, kw_only=True)
class MemoryShippingRates:
    """`trouble`, when set, is raised instead of an answer; `asked` counts the calls."""

    cost_minor: int = 1095
    not_served: set[str] = field(default_factory=lambda: {"KP", "SY", "CU", "AQ"})
    trouble: OutsideTrouble | None = None
    asked: int = 0

    async def quote(
        self, items: tuple[QuotedItem, ...], country: str, currency: str
    ) -> tuple[ShippingQuote, ...]:
        self.asked += 1
        if self.trouble is not None:
            raise self.trouble
        if country in self.not_served:
            raise DestinationNotServed(field="countryCode")
        copies = sum(item.copies for item in items)
        return tuple(
            ShippingQuote(
                method=method,
                cost=Money(self.cost_minor * factor * copies, currency),
                estimated_days_min=delivery_days(method, zone_of(country))[0],
                estimated_days_max=delivery_days(method, zone_of(country))[1],
            )
            for method, factor in ((ShippingMethod.BUDGET, 1), (ShippingMethod.EXPRESS, 2))
        )
