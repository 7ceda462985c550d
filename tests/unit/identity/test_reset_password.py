"""A mailed link sets a new password, once, and shuts everybody else out."""

import pytest

from domain.identity.email_ticket import TicketPurpose
from domain.identity.refusals import EmailInvalid, PasswordTooWeak, TicketExpired, TicketInvalid
from tests.unit.identity.people import ADA, LIFETIMES, MAILS_PER_HOUR, OTHER, PASSWORD, People


@pytest.fixture
def people() -> People:
    return People()


async def test_a_reset_sets_the_password_and_ends_all_sessions(people: People) -> None:
    account = await people.with_account()
    sessions = [await people.log_in(account) for _ in range(3)]
    await people.forgot("ADA@buyer.example")
    await people.reset(people.token())
    assert await people.can_log_in(OTHER)
    assert not await people.can_log_in(PASSWORD)
    assert await people.alive(*sessions) == [False] * 3
    assert people.told[-1] == ("password_changed", ADA)


async def test_a_reset_uses_up_every_other_link(people: People) -> None:
    account = await people.with_account()
    await people.change_email(account.id, PASSWORD, "eve@buyer.example")
    for _ in range(2):
        await people.forgot(ADA)
    first, second = (people.token(TicketPurpose.RESET, which) for which in (0, 1))
    await people.reset(first)
    for token in (first, second):
        with pytest.raises(TicketInvalid):
            await people.reset(token, PASSWORD)
    with pytest.raises(TicketInvalid):
        await people.confirm(people.token(TicketPurpose.CHANGE_EMAIL))
    assert await people.can_log_in(OTHER)


async def test_a_reset_also_confirms_as_it_proves_the_mailbox(people: People) -> None:
    await people.sign_up("the password of eve", name="Eve")
    await people.forgot(ADA)
    await people.reset(people.token())
    assert await people.can_log_in(OTHER)
    with pytest.raises(TicketInvalid):
        await people.confirm(people.token(TicketPurpose.CONFIRM))
    assert not await people.can_log_in("the password of eve")


async def test_an_unknown_address_is_told_so_by_mail_only(people: People) -> None:
    for _ in range(MAILS_PER_HOUR + 1):
        await people.forgot("nobody@buyer.example")
    assert people.told == [("account_unknown", "nobody@buyer.example")] * MAILS_PER_HOUR
    assert people.tickets == []


async def test_a_weak_password_leaves_the_link_good(people: People) -> None:
    await people.with_account()
    await people.forgot(ADA)
    for weak in ("short", ADA, "x" * 201):
        with pytest.raises(PasswordTooWeak):
            await people.reset(people.token(), weak)
    await people.reset(people.token())


async def test_a_link_ends(people: People) -> None:
    await people.with_account()
    await people.forgot(ADA)
    people.clock.advance(LIFETIMES.reset)
    with pytest.raises(TicketExpired):
        await people.reset(people.token())


async def test_other_links_and_garbage_reset_nothing(people: People) -> None:
    await people.sign_up()
    for token in (people.token(), "", "x" * 64, "=" * 64, people.tickets[0].token_hash):
        with pytest.raises(TicketInvalid):
            await people.reset(token)


async def test_what_is_no_address_is_refused(people: People) -> None:
    with pytest.raises(EmailInvalid):
        await people.forgot("nobody")
