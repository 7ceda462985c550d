"""Quotes from a lab that is left alone while it is down, so that buyers do not wait for it."""

from application.shared.outcomes import Rejected, Unavailable
from application.shared.ports import Clock
from application.shipping.ports import ShippingRates
from domain.resilience.circuit import Circuit
from domain.shipping.quote import DestinationNotServed, QuotedItem, ShippingQuote


class CircuitBrokenShippingRates:
    def __init__(self, rates: ShippingRates, circuit: Circuit, clock: Clock) -> None:
        self._rates = rates
        self._circuit = circuit
        self._clock = clock

    async def quote(
        self, items: tuple[QuotedItem, ...], country: str, currency: str
    ) -> tuple[ShippingQuote, ...]:
        now = self._clock.now()
        if not self._circuit.may_try(now):
            raise Unavailable("prodigi", "left alone after several failures")
        self._circuit = self._circuit.trying(now)
        try:
            quotes = await self._rates.quote(items, country, currency)
        except Unavailable:
            self._circuit = self._circuit.failed()
            raise
        except (DestinationNotServed, Rejected):
            # A lab that refuses is a lab that answers.
            self._circuit = self._circuit.succeeded()
            raise
        self._circuit = self._circuit.succeeded()
        return quotes
