"""Address rules without any country's data: only what holds everywhere."""

from domain.shipping.address import Address, AddressInvalid


class MemoryAddressRules:
    async def check(self, address: Address) -> Address:
        if address.issues:
            raise AddressInvalid.because_of(address.issues)
        return address
