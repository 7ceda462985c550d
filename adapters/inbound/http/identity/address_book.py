"""Routes of the address book: where a person has their orders sent."""

from datetime import datetime
from typing import Self
from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.params import FromPath, JSONBody

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.addresses import AddressAnswer
from adapters.inbound.http.answers import Answer
from adapters.inbound.http.checkout import AddressBody
from adapters.inbound.http.provided import Provided
from application.identity.add_address import AddAddress, NewAddress
from application.identity.change_address import ChangeAddress, ChangedAddress
from application.identity.read_addresses import ReadAddresses
from application.identity.remove_address import RemoveAddress
from domain.identity.address_book import SavedAddress
from domain.identity.owner import Owner
from domain.operations.reply import Request as RetryRequest
from domain.resilience.rate_class import RateClass

BROWSE = open_to(Access.CUSTOMER, RateClass.BROWSE)


class SavedAddressBody(AddressBody):
    """`isDefault: false` leaves the default where it is."""

    is_default: bool = False


class SavedAddressAnswer(Answer):
    """Exactly one address of a book is the default."""

    id: UUID
    is_default: bool
    created_at: datetime
    address: AddressAnswer

    @classmethod
    def of(cls, saved: SavedAddress) -> Self:
        return cls(
            id=saved.id,
            is_default=saved.is_default,
            created_at=saved.created_at,
            address=AddressAnswer.of(saved.address),
        )


class AddressList(Answer):
    items: list[SavedAddressAnswer]


class AddressBookController(Controller):
    path = "/api/addresses"
    tags = ["identity"]
    opt = open_to(Access.CUSTOMER, RateClass.CHANGE)

    @get(summary="List the saved addresses", opt=BROWSE)
    async def book(
        self, owner: Provided[Owner], read_addresses: Provided[ReadAddresses]
    ) -> AddressList:
        """In the order they were added; a book is short enough to come whole."""
        book = await read_addresses(owner)
        return AddressList(items=[SavedAddressAnswer.of(saved) for saved in book.addresses])

    @post(summary="Save an address", status_code=201)
    async def add(
        self,
        owner: Provided[Owner],
        retry: Provided[RetryRequest | None],
        data: JSONBody[SavedAddressBody],
        add_address: Provided[AddAddress],
    ) -> SavedAddressAnswer:
        """The first one is the default. 422 `address_invalid` names each field at fault."""
        new = NewAddress(
            owner=owner, address=data.to_domain(), is_default=data.is_default, request=retry
        )
        return SavedAddressAnswer.of(await add_address(new))

    @get("/{address_id:uuid}", summary="Show a saved address", opt=BROWSE)
    async def show(
        self,
        owner: Provided[Owner],
        address_id: FromPath[UUID],
        read_addresses: Provided[ReadAddresses],
    ) -> SavedAddressAnswer:
        book = await read_addresses(owner)
        return SavedAddressAnswer.of(book.get(address_id))

    @put("/{address_id:uuid}", summary="Write a saved address anew")
    async def change(
        self,
        owner: Provided[Owner],
        address_id: FromPath[UUID],
        data: JSONBody[SavedAddressBody],
        change_address: Provided[ChangeAddress],
    ) -> SavedAddressAnswer:
        """With `isDefault: true` it is the default from now on, and the old one no longer."""
        changed = ChangedAddress(
            owner=owner,
            address_id=address_id,
            address=data.to_domain(),
            is_default=data.is_default,
        )
        return SavedAddressAnswer.of(await change_address(changed))

    @delete("/{address_id:uuid}", summary="Remove a saved address")
    async def remove(
        self,
        owner: Provided[Owner],
        address_id: FromPath[UUID],
        remove_address: Provided[RemoveAddress],
    ) -> None:
        """When it was the default, the newest other address is."""
        await remove_address(owner, address_id)
