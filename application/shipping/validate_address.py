"""Check an address before the buyer goes on to pay."""

from dataclasses import dataclass

from application.shipping.ports import AddressRules
from domain.shipping.address import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidateAddress:
    rules: AddressRules

    async def __call__(self, address: Address) -> Address:
        """In its normal form. Raises AddressInvalid."""
        return await self.rules.check(address)
