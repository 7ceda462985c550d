"""Read a person's address book."""

from dataclasses import dataclass

from application.identity.ports import BeginAddressWork
from domain.identity.address_book import AddressBook
from domain.identity.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAddresses:
    begin: BeginAddressWork

    async def __call__(self, owner: Owner) -> AddressBook:
        async with self.begin(reading=True) as work:
            return await work.addresses.read(owner.id)
