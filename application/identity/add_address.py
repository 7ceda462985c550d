"""Put an address into a person's book."""

from dataclasses import dataclass

from application.identity.ports import BeginAddressWork
from application.shared.ports import Clock, NewId
from application.shipping.ports import AddressRules
from domain.identity.address_book import SavedAddress
from domain.identity.owner import Owner
from domain.operations.reply import Request
from domain.shipping.address import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAddress:
    owner: Owner
    address: Address
    is_default: bool = False
    request: Request | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAddress:
    """Raises AddressInvalid, AddressBookFull, RequestInFlight and KeyReused."""

    begin: BeginAddressWork
    rules: AddressRules
    clock: Clock
    new_id: NewId
    addresses_max: int

    async def __call__(self, new: NewAddress) -> SavedAddress:
        # Whoever knows the rules may be far away, so no transaction waits for them.
        address = await self.rules.check(new.address)
        async with self.begin() as work:
            if new.request is not None:
                answered = await work.replies.recall(new.request, SavedAddress)
                if answered is not None:
                    return answered

            book = await work.addresses.lock(new.owner.id)
            saved = SavedAddress(
                id=self.new_id(),
                owner_id=new.owner.id,
                address=address,
                is_default=new.is_default,
                created_at=self.clock.now(),
            )
            longer = book.add(saved, addresses_max=self.addresses_max)

            await work.addresses.save(book, longer)
            saved = longer.get(saved.id)
            if new.request is not None:
                await work.replies.keep(new.request, saved)
            await work.commit()
        return saved
