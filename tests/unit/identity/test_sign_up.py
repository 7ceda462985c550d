"""Signing up tells nobody but the mailbox whether an address has an account."""

import asyncio
from datetime import timedelta

import pytest

from domain.identity.email_ticket import TicketPurpose
from domain.identity.refusals import (
    EmailInvalid,
    PasswordTooWeak,
    TicketExpired,
    TicketInvalid,
    UserNameInvalid,
)
from tests.unit.identity.people import ADA, LIFETIMES, MAILS_PER_HOUR, OTHER, PASSWORD, People


@pytest.fixture
def people() -> People:
    return People()


async def test_the_profile_is_there_at_once_and_the_log_in_once_confirmed(people: People) -> None:
    await people.sign_up(email="  Ada@Buyer.Example ", name=" Ada Lovelace ")
    assert people.account().user_name == "Ada Lovelace"
    assert not await people.can_log_in(PASSWORD)
    assert people.told == [("account_confirm", ADA)]
    assert await people.confirm(people.token()) is TicketPurpose.CONFIRM
    assert await people.can_log_in(PASSWORD)


async def test_a_known_address_gets_a_mail_and_nothing_changes(people: People) -> None:
    before = await people.with_account()
    await people.sign_up(OTHER, name="Eve")
    assert people.told[1:] == [("account_exists", ADA)]
    assert people.accounts == [before]
    assert not await people.can_log_in(OTHER)


async def test_whoever_signed_up_first_does_not_set_the_owners_password(people: People) -> None:
    await people.sign_up("the password of eve", name="Eve")
    await people.sign_up(PASSWORD, name="Ada")
    first, second = people.token(which=0), people.token(which=1)
    await people.confirm(second)
    assert await people.can_log_in(PASSWORD)
    assert people.account().user_name == "Ada"
    with pytest.raises(TicketInvalid):
        await people.confirm(first)
    assert not await people.can_log_in("the password of eve")


async def test_nothing_of_the_mails_text_is_chosen_by_a_stranger(people: People) -> None:
    await people.sign_up(name="Visit http://evil.example now")
    assert people.mails[0].data == {"name": ""}


async def test_sign_ups_of_one_address_at_once_make_one_account(people: People) -> None:
    await asyncio.gather(*(people.sign_up() for _ in range(10)))
    assert len(people.accounts) == 1


async def test_a_link_works_once(people: People) -> None:
    await people.sign_up()
    await people.confirm(people.token())
    with pytest.raises(TicketInvalid):
        await people.confirm(people.token())


async def test_a_link_ends(people: People) -> None:
    await people.sign_up()
    people.clock.advance(LIFETIMES.confirm)
    with pytest.raises(TicketExpired):
        await people.confirm(people.token())
    assert not people.account().is_confirmed


async def test_a_link_of_another_use_does_not_confirm(people: People) -> None:
    await people.sign_up()
    await people.forgot(ADA)
    with pytest.raises(TicketInvalid):
        await people.confirm(people.token(TicketPurpose.RESET))


async def test_what_the_database_holds_confirms_nothing(people: People) -> None:
    await people.sign_up()
    (ticket,) = people.tickets
    (mail,) = people.mails
    held = (
        ticket.token_hash,
        str(ticket.id),
        str(mail.id),
        mail.dedupe_key,
        "",
        "x" * 64,
        "é" * 64,
    )
    for each in held:
        with pytest.raises(TicketInvalid):
            await people.confirm(each)


async def test_credentials_that_were_not_taken_are_not_kept(people: People) -> None:
    await people.sign_up("the password of eve", name="Eve")
    await people.sign_up()
    await people.confirm(people.token())
    assert {ticket.password_hash for ticket in people.tickets} == {None}


async def test_one_address_gets_only_so_many_mails_an_hour(people: People) -> None:
    for _ in range(MAILS_PER_HOUR + 2):
        await people.sign_up()
    assert len(people.mails) == len(people.tickets) == MAILS_PER_HOUR
    people.clock.advance(timedelta(hours=1, seconds=1))
    await people.sign_up()
    assert len(people.mails) == MAILS_PER_HOUR + 1


@pytest.mark.parametrize(
    "email",
    ["", "ada", "ada@", "@b.example", "a b@c.example", "ada@buyer", "zoë@buyer.example",
     "ada@buyer.example, eve@buyer.example", "ada@buyer.example\nBcc: x@y.example", "a@b..example",
     f"{'a' * 65}@b.example", f"a@{'b' * 250}.example", "erased-1@erased.invalid", "a@b.example\0"],
)  # fmt: skip
async def test_what_is_no_address_is_refused(people: People, email: str) -> None:
    with pytest.raises(EmailInvalid):
        await people.sign_up(email=email)
    assert people.accounts == []


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "Ada\nEve", "Ada\0"])
async def test_what_is_no_name_is_refused(people: People, name: str) -> None:
    with pytest.raises(UserNameInvalid):
        await people.sign_up(name=name)


@pytest.mark.parametrize(
    "password", ["", "short", "x" * 201, "aaaaaaaaaaaaa", "ADA@buyer.example", "ada lovelace"]
)
async def test_a_password_easy_to_guess_is_refused(people: People, password: str) -> None:
    with pytest.raises(PasswordTooWeak):
        await people.sign_up(password, name="Ada Lovelace")
    assert people.mails == []
