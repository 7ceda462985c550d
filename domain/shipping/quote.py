"""What it costs to send things somewhere, and how much the figure can be trusted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.catalog.attributes import Attributes
from domain.shared.money import Money
from domain.shared.refusals import Invalid


class ShippingMethod(StrEnum):
    """Prodigi's words, cheapest first."""

    BUDGET = "Budget"
    STANDARD = "Standard"
    STANDARD_PLUS = "StandardPlus"
    EXPRESS = "Express"
    OVERNIGHT = "Overnight"


class QuoteSource(StrEnum):
    """Live; cached and fresh; stale because the lab is down; or from our own table."""

    LIVE = "live"
    CACHED = "cached"
    STALE = "stale"
    FALLBACK = "fallback"


class DestinationNotServed(Invalid):
    """The lab sends nothing there, or not these things."""

    code = "destination_not_served"


class MethodNotOffered(Invalid):
    """The chosen shipping method is not among the quotes for this destination."""

    code = "shipping_method_not_offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedItem:
    """One kind of thing to send; `copies` is at least 1."""

    sku: str
    attributes: Attributes
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippingQuote:
    """`cost` is net; the days are working days from order to door."""

    method: ShippingMethod
    cost: Money
    estimated_days_min: int
    estimated_days_max: int
    carrier: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedShipping:
    """All methods for one destination, cheapest first."""

    quotes: tuple[ShippingQuote, ...]
    source: QuoteSource
    quoted_at: datetime
    currency: str
    country: str
