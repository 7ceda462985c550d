"""Write a saved address anew, and make it the default when that is wished."""

from dataclasses import dataclass
from uuid import UUID

from application.identity.ports import BeginAddressWork
from application.shipping.ports import AddressRules
from domain.identity.address_book import SavedAddress
from domain.identity.owner import Owner
from domain.shipping.address import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedAddress:
    """Without `is_default` the default stays where it is."""

    owner: Owner
    address_id: UUID
    address: Address
    is_default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAddress:
    """Raises AddressInvalid and AddressNotFound; doing it again changes nothing."""

    begin: BeginAddressWork
    rules: AddressRules

    async def __call__(self, changed: ChangedAddress) -> SavedAddress:
        address = await self.rules.check(changed.address)
        async with self.begin() as work:
            book = await work.addresses.lock(changed.owner.id)
            rewritten = book.change(changed.address_id, address)
            if changed.is_default:
                rewritten = rewritten.make_default(changed.address_id)
            await work.addresses.save(book, rewritten)
            await work.commit()
        return rewritten.get(changed.address_id)
