"""Every collection of address books keeps one default, also among many at once."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from adapters.outbound.memory.address_rules import MemoryAddressRules
from adapters.outbound.memory.clock import MemoryClock
from application.identity.add_address import AddAddress, NewAddress
from application.identity.change_address import ChangeAddress, ChangedAddress
from application.identity.read_addresses import ReadAddresses
from application.identity.remove_address import RemoveAddress
from domain.identity.address_book import AddressBook, AddressBookFull, SavedAddress
from domain.identity.owner import Owner
from domain.operations.reply import KeyReused, Request
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import NOON
from tests.contract.sample_order import LONDON

MAX = 5
FULL = replace(LONDON, line2="Second floor", state_or_county="Kent", phone="+44 20 7946 0000")


def adding(persistence: Persistence) -> AddAddress:
    return AddAddress(
        begin=persistence.begin,
        rules=MemoryAddressRules(),
        clock=MemoryClock(),
        new_id=uuid4,
        addresses_max=MAX,
    )


async def book_of(persistence: Persistence, owner: Owner) -> AddressBook:
    return await ReadAddresses(begin=persistence.begin)(owner)


async def test_a_book_comes_back_as_it_was_saved(persistence: Persistence) -> None:
    owner_id = uuid4()
    book = AddressBook(
        addresses=tuple(
            SavedAddress(
                id=uuid4(),
                owner_id=owner_id,
                address=address,
                created_at=NOON + timedelta(minutes=place),
                is_default=place == 1,
            )
            for place, address in enumerate((LONDON, FULL))
        )
    )
    async with persistence.begin() as work:
        empty = await work.addresses.lock(owner_id)
        assert empty == AddressBook()
        await work.addresses.save(empty, book)
        await work.commit()
    assert await book_of(persistence, Owner(owner_id)) == book
    assert await book_of(persistence, Owner(uuid4())) == AddressBook()


async def test_many_at_once_make_one_default_and_no_more_than_fit(
    persistence: Persistence,
) -> None:
    owner, add = Owner(uuid4()), adding(persistence)
    wishes = [NewAddress(owner=owner, address=LONDON, is_default=True) for _ in range(MAX + 4)]
    answers = await asyncio.gather(*(add(wish) for wish in wishes), return_exceptions=True)
    assert sum(isinstance(answer, AddressBookFull) for answer in answers) == 4
    book = await book_of(persistence, owner)
    assert len(book.addresses) == MAX
    assert sum(saved.is_default for saved in book.addresses) == 1


async def test_many_who_move_the_default_at_once_leave_one(persistence: Persistence) -> None:
    owner, add = Owner(uuid4()), adding(persistence)
    for _ in range(MAX):
        await add(NewAddress(owner=owner, address=LONDON))
    change = ChangeAddress(begin=persistence.begin, rules=MemoryAddressRules())
    book = await book_of(persistence, owner)

    async def move(address_id: UUID) -> None:
        await change(
            ChangedAddress(owner=owner, address_id=address_id, address=FULL, is_default=True)
        )

    await asyncio.gather(*(move(saved.id) for saved in book.addresses * 3))
    moved = await book_of(persistence, owner)
    assert sum(saved.is_default for saved in moved.addresses) == 1
    assert {saved.address for saved in moved.addresses} == {FULL}


async def test_removing_the_default_promotes_the_newest(persistence: Persistence) -> None:
    owner, add = Owner(uuid4()), adding(persistence)
    first = await add(NewAddress(owner=owner, address=LONDON))
    assert first.is_default
    for _ in range(2):
        await add(NewAddress(owner=owner, address=FULL))
    await RemoveAddress(begin=persistence.begin)(owner, first.id)
    assert [saved.is_default for saved in (await book_of(persistence, owner)).addresses] == [
        False,
        True,
    ]


async def test_a_repeated_request_adds_one_address(persistence: Persistence) -> None:
    owner, add = Owner(uuid4()), adding(persistence)
    request = Request(owner_id=owner.id, key="once", fingerprint="same")
    wish = NewAddress(owner=owner, address=FULL, request=request)
    first, again = await add(wish), await add(wish)
    assert first == again
    assert len((await book_of(persistence, owner)).addresses) == 1
    with pytest.raises(KeyReused):
        await add(replace(wish, request=replace(request, fingerprint="other")))
