"""Address and password change for whoever knows the password, and the owner is told."""

import pytest

from application.identity.change_profile import ChangeProfile, ProfileChange
from application.identity.show_profile import ShowProfile
from domain.identity.email_ticket import TicketPurpose
from domain.identity.refusals import (
    EmailInvalid,
    EmailUnchanged,
    PasswordTooWeak,
    PasswordWrong,
    PhoneInvalid,
    TicketExpired,
    TicketInvalid,
    UserNameInvalid,
)
from tests.unit.identity.people import ADA, LIFETIMES, OTHER, PASSWORD, People

NEW = "ada@lovelace.example"


@pytest.fixture
def people() -> People:
    return People()


async def test_an_address_changes_when_the_new_one_confirms(people: People) -> None:
    account = await people.with_account()
    session = await people.log_in(account)
    await people.change_email(account.id, PASSWORD, " Ada@Lovelace.example")
    assert people.told[1:] == [("email_change_confirm", NEW), ("email_change_told", ADA)]
    assert people.account(ADA).email == ADA
    assert await people.confirm(people.token()) is TicketPurpose.CHANGE_EMAIL
    assert await people.can_log_in(PASSWORD, NEW)
    assert await people.alive(session) == [False]


async def test_links_to_the_old_address_open_nothing_after_the_change(people: People) -> None:
    account = await people.with_account()
    await people.forgot(ADA)
    await people.change_email(account.id, PASSWORD, NEW)
    await people.confirm(people.token())
    with pytest.raises(TicketInvalid):
        await people.reset(people.token(TicketPurpose.RESET))


async def test_an_address_taken_meanwhile_is_an_invalid_link(people: People) -> None:
    account = await people.with_account()
    await people.change_email(account.id, PASSWORD, NEW)
    token = people.token()
    await people.with_account(NEW)
    with pytest.raises(TicketInvalid):
        await people.confirm(token)
    assert people.account(ADA) == account


async def test_an_address_that_is_taken_is_answered_like_any_other(people: People) -> None:
    await people.with_account(NEW)
    account = await people.with_account()
    await people.change_email(account.id, PASSWORD, NEW)
    with pytest.raises(TicketInvalid):
        await people.confirm(people.token())


async def test_only_the_newest_link_to_an_address_is_good(people: People) -> None:
    account = await people.with_account()
    await people.change_email(account.id, PASSWORD, "typo@lovelace.example")
    await people.change_email(account.id, PASSWORD, NEW)
    with pytest.raises(TicketInvalid):
        await people.confirm(people.token(TicketPurpose.CHANGE_EMAIL, 0))
    await people.confirm(people.token(TicketPurpose.CHANGE_EMAIL, 1))


async def test_a_change_of_address_is_refused_without_the_password(people: People) -> None:
    account = await people.with_account()
    with pytest.raises(PasswordWrong):
        await people.change_email(account.id, OTHER, NEW)
    with pytest.raises(EmailUnchanged):
        await people.change_email(account.id, PASSWORD, ADA)
    with pytest.raises(EmailInvalid):
        await people.change_email(account.id, PASSWORD, "nowhere")
    assert len(people.mails) == 1


async def test_no_name_is_put_into_a_mailbox_that_has_not_confirmed(people: People) -> None:
    account = await people.with_account()
    await people.change_email(account.id, PASSWORD, NEW)
    assert [mail.data["name"] for mail in people.mails[1:]] == ["", "Ada"]


async def test_a_link_to_a_new_address_ends(people: People) -> None:
    account = await people.with_account()
    await people.change_email(account.id, PASSWORD, NEW)
    people.clock.advance(LIFETIMES.change_email)
    with pytest.raises(TicketExpired):
        await people.confirm(people.token())


async def test_a_new_password_ends_all_other_sessions(people: People) -> None:
    account = await people.with_account()
    mine, other = await people.log_in(account), await people.log_in(account)
    await people.forgot(ADA)
    await people.change_password(account.id, PASSWORD, OTHER, mine)
    assert await people.alive(mine, other) == [True, False]
    assert await people.can_log_in(OTHER)
    assert people.told[-1] == ("password_changed", ADA)
    with pytest.raises(TicketInvalid):
        await people.reset(people.token())


async def test_a_password_that_cannot_be_taken_changes_nothing(people: People) -> None:
    account = await people.with_account()
    with pytest.raises(PasswordWrong):
        await people.change_password(account.id, OTHER, "another password")
    with pytest.raises(PasswordTooWeak) as refused:
        await people.change_password(account.id, PASSWORD, "short")
    assert refused.value.field == "newPassword"
    assert await people.can_log_in(PASSWORD)


async def test_a_profile_changes_in_what_is_named(people: People) -> None:
    account = await people.with_account()
    change = ChangeProfile(begin=people.begin)
    await change(ProfileChange(account_id=account.id, phone=" +44 20 7946 0000 "))
    await change(ProfileChange(account_id=account.id, user_name="Lady A.", accepts_marketing=True))
    shown = await ShowProfile(begin=people.begin)(account.id)
    assert (shown.user_name, shown.phone, shown.accepts_marketing, shown.email) == (
        "Lady A.", "+44 20 7946 0000", True, ADA,
    )  # fmt: skip
    assert (await change(ProfileChange(account_id=account.id, phone=""))).phone is None
    with pytest.raises(UserNameInvalid):
        await change(ProfileChange(account_id=account.id, user_name=" "))
    with pytest.raises(PhoneInvalid):
        await change(ProfileChange(account_id=account.id, phone="call me"))
