"""What shipping needs: a source of quotes, and a place to keep them for a while."""

from typing import Protocol

from application.shared.outcomes import Unavailable
from domain.shipping.address import Address
from domain.shipping.quote import QuotedItem, ShippingQuote


class ShippingUnavailable(Unavailable):
    """The lab is silent, and no table of ours knows the country."""

    code = "shipping_unavailable"


class ShippingRates(Protocol):
    """One source of quotes, such as the lab."""

    async def quote(
        self, items: tuple[QuotedItem, ...], country: str, currency: str
    ) -> tuple[ShippingQuote, ...]:
        """Cheapest first. Raises DestinationNotServed or Unavailable."""
        ...


class Cache(Protocol):
    """Somewhere to keep bytes; it may forget, but never invents."""

    async def get(self, key: str) -> bytes | None:
        """Raises Unavailable."""
        ...

    async def put(self, key: str, value: bytes, ttl_s: float) -> None:
        """Raises Unavailable."""
        ...


class AddressRules(Protocol):
    async def check(self, address: Address) -> Address:
        """The address in its normal form. Raises AddressInvalid with an issue per field."""
        ...
