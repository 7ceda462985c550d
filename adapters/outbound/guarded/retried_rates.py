"""Quotes that are asked for once more after a hiccup."""

import stamina

from application.shared.outcomes import Unavailable
from application.shipping.ports import ShippingRates
from domain.shipping.quote import QuotedItem, ShippingQuote


def _is_hiccup(error: Exception) -> bool:
    """A lab that names a time to come back means it."""
    return isinstance(error, Unavailable) and error.retry_after_s is None


class RetriedShippingRates:
    """A quote has no effect, so asking twice is harmless."""

    def __init__(self, rates: ShippingRates, *, attempts_max: int, first_delay_s: float) -> None:
        self._rates = rates
        self._attempts_max = attempts_max
        self._first_delay_s = first_delay_s

    async def quote(
        self, items: tuple[QuotedItem, ...], country: str, currency: str
    ) -> tuple[ShippingQuote, ...]:
        again = stamina.AsyncRetryingCaller(
            attempts=self._attempts_max,
            wait_initial=self._first_delay_s,
            wait_jitter=self._first_delay_s,
        )
        return await again(_is_hiccup, self._rates.quote, items, country, currency)
