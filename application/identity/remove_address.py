"""Take an address out of a person's book."""

from dataclasses import dataclass
from uuid import UUID

from application.identity.ports import BeginAddressWork
from domain.identity.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveAddress:
    begin: BeginAddressWork

    async def __call__(self, owner: Owner, address_id: UUID) -> None:
        """Raises AddressNotFound."""
        async with self.begin() as work:
            book = await work.addresses.lock(owner.id)
            await work.addresses.save(book, book.remove(address_id))
            await work.commit()
