"""Address books in memory."""

from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.identity.address_book import AddressBook, SavedAddress


class MemoryAddresses:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[UUID, SavedAddress] = store.table("addresses")

    async def lock(self, owner_id: UUID) -> AddressBook:
        return await self.read(owner_id)

    async def read(self, owner_id: UUID) -> AddressBook:
        own = [saved for saved in self._rows if saved.owner_id == owner_id]
        own.sort(key=lambda saved: (saved.created_at, saved.id))
        return AddressBook(addresses=tuple(own))

    async def save(self, before: AddressBook, after: AddressBook) -> None:
        kept = {saved.id for saved in after.addresses}
        for saved in before.addresses:
            if saved.id not in kept:
                self._rows.remove(saved.id)
        for saved in after.addresses:
            if saved not in before.addresses:
                self._rows.put(saved.id, saved)
