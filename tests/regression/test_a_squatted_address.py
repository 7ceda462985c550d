"""Whoever signed up with an address and never confirmed kept its owner from moving to it."""

import pytest

from domain.identity.refusals import TicketInvalid
from tests.unit.identity.people import ADA, OTHER, PASSWORD, People

NEW = "ada@lovelace.example"


async def test_an_address_that_nobody_confirmed_is_free() -> None:
    people = People()
    account = await people.with_account()
    await people.sign_up(OTHER, NEW, "Eve")
    squatters = people.token()
    await people.change_email(account.id, PASSWORD, NEW)
    await people.confirm(people.token())
    assert people.account(NEW).id == account.id
    assert await people.can_log_in(PASSWORD, NEW)
    with pytest.raises(TicketInvalid):
        await people.confirm(squatters)
    # The old address is free for a new account.
    assert (await people.with_account(ADA)).id != account.id


async def test_of_two_who_confirm_an_address_the_first_has_it() -> None:
    people = People()
    account = await people.with_account()
    await people.sign_up(OTHER, NEW, "Eve")
    signed_up = people.token()
    await people.change_email(account.id, PASSWORD, NEW)
    await people.confirm(signed_up)
    with pytest.raises(TicketInvalid):
        await people.confirm(people.token())
    assert people.account(ADA) == account
