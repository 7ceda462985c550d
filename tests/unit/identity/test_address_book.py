"""An address book always has exactly one default."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identity.address_book import (
    AddressBook,
    AddressBookFull,
    AddressNotFound,
    SavedAddress,
)
from tests.contract.sample_goods import NOON
from tests.contract.sample_order import LONDON

MAX = 5
OWNER = UUID(int=1)


def an_address(place: int = 0, *, is_default: bool = False) -> SavedAddress:
    return SavedAddress(
        id=uuid4(),
        owner_id=OWNER,
        address=LONDON,
        created_at=NOON + timedelta(seconds=place),
        is_default=is_default,
    )


def a_book(length: int) -> AddressBook:
    book = AddressBook()
    for place in range(length):
        book = book.add(an_address(place), addresses_max=MAX)
    return book


def test_the_first_address_is_the_default_and_later_ones_are_not() -> None:
    first, *others = a_book(3).addresses
    assert first.is_default
    assert not any(other.is_default for other in others)


def test_a_new_default_takes_the_place_of_the_old_one() -> None:
    new = an_address(9, is_default=True)
    book = a_book(2).add(new, addresses_max=MAX)
    assert [saved.is_default for saved in book.addresses] == [False, False, True]


def test_removing_the_default_makes_the_newest_other_one_it() -> None:
    first, second, third = a_book(3).addresses
    book = AddressBook(addresses=(first, second, third)).remove(first.id)
    assert [saved.is_default for saved in book.addresses] == [False, True]
    assert book.remove(third.id).get(second.id).is_default
    assert book.remove(third.id).remove(second.id) == AddressBook()


def test_removing_another_one_leaves_the_default_alone() -> None:
    book = a_book(3)
    assert book.remove(book.addresses[2].id).addresses == book.addresses[:2]


def test_a_full_book_takes_no_more() -> None:
    with pytest.raises(AddressBookFull) as refusal:
        a_book(MAX).add(an_address(), addresses_max=MAX)
    assert refusal.value.facts == {"addressesMax": MAX}


def test_what_is_not_in_the_book_cannot_be_found() -> None:
    book, stranger = a_book(2), uuid4()
    for ask in (book.get, book.remove, book.make_default):
        with pytest.raises(AddressNotFound):
            ask(stranger)
    with pytest.raises(AddressNotFound):
        book.change(stranger, LONDON)


def test_changing_an_address_changes_nothing_else_of_it() -> None:
    book = a_book(2)
    first, second = book.addresses
    moved = replace(LONDON, line1="1 Other Street")
    assert book.change(first.id, moved).addresses == (replace(first, address=moved), second)


STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "add_default", "make_default", "remove"]), st.integers(0, 9)),
    max_size=30,
)


@given(steps=STEPS)
def test_whatever_happens_there_is_one_default(steps: list[tuple[str, int]]) -> None:
    book = AddressBook()
    for verb, place in steps:
        chosen = book.addresses[place % len(book.addresses)].id if book.addresses else None
        if verb.startswith("add") and len(book.addresses) < MAX:
            new = an_address(is_default=verb == "add_default")
            book = book.add(new, addresses_max=MAX)
        elif verb == "make_default" and chosen is not None:
            book = book.make_default(chosen)
        elif verb == "remove" and chosen is not None:
            book = book.remove(chosen)
        defaults = [saved for saved in book.addresses if saved.is_default]
        assert len(defaults) == min(1, len(book.addresses))
