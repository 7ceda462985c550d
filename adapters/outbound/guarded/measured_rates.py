"""Quotes with the time they take, by how they end."""

import time

from prometheus_client import Histogram

from application.shipping.ports import ShippingRates
from domain.shipping.quote import QuotedItem, ShippingQuote

SECONDS = Histogram("passepartout_quote_seconds", "Time the lab takes for a quote", ["outcome"])


class MeasuredShippingRates:
    def __init__(self, rates: ShippingRates) -> None:
        self._rates = rates

    async def quote(
        self, items: tuple[QuotedItem, ...], country: str, currency: str
    ) -> tuple[ShippingQuote, ...]:
        began, outcome = time.perf_counter(), "answered"
        try:
            return await self._rates.quote(items, country, currency)
        except Exception as error:
            outcome = type(error).__name__
            raise
        finally:
            SECONDS.labels(outcome).observe(time.perf_counter() - began)
