"""The addresses a person has saved: at most so many, and exactly one of them is the default."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from domain.shared.refusals import Conflict, NotFound
from domain.shipping.address import Address


class AddressNotFound(NotFound):
    """There is no such address, or it is in somebody else's book."""

    code = "address_not_found"


class AddressBookFull(Conflict):
    """The book takes no more addresses until one is removed."""

    code = "address_book_full"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedAddress:
    id: UUID
    owner_id: UUID
    address: Address
    created_at: datetime
    is_default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressBook:
    """`addresses` are in the order they were added; every verb keeps one default."""

    addresses: tuple[SavedAddress, ...] = ()

    def get(self, address_id: UUID) -> SavedAddress:
        """Raises AddressNotFound."""
        for saved in self.addresses:
            if saved.id == address_id:
                return saved
        raise AddressNotFound

    def add(self, new: SavedAddress, *, addresses_max: int) -> Self:
        """The first one is the default, asked for or not. Raises AddressBookFull."""
        if len(self.addresses) >= addresses_max:
            raise AddressBookFull(facts={"addressesMax": addresses_max})
        is_default = new.is_default or not self.addresses
        added = self._with((*self.addresses, replace(new, is_default=False)))
        return added.make_default(new.id) if is_default else added

    def change(self, address_id: UUID, address: Address) -> Self:
        """Raises AddressNotFound."""
        changed = replace(self.get(address_id), address=address)
        return self._with([changed if one.id == address_id else one for one in self.addresses])

    def make_default(self, address_id: UUID) -> Self:
        """The one that was the default is no longer. Raises AddressNotFound."""
        wanted = self.get(address_id)
        return self._with([replace(one, is_default=one.id == wanted.id) for one in self.addresses])

    def remove(self, address_id: UUID) -> Self:
        """When it was the default, the newest other one is. Raises AddressNotFound."""
        gone = self.get(address_id)
        left = self._with([one for one in self.addresses if one.id != address_id])
        if not gone.is_default or not left.addresses:
            return left
        return left.make_default(left.addresses[-1].id)

    def _with(self, addresses: Sequence[SavedAddress]) -> Self:
        return replace(self, addresses=tuple(addresses))
