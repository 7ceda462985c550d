"""No test noticed when a password that was changed meanwhile still proved something."""

from dataclasses import replace

import pytest

from domain.identity.account import Account
from domain.identity.refusals import PasswordWrong
from tests.unit.identity.people import OTHER, PASSWORD, People
from tests.unit.identity.test_log_in import ChangingPasswords

RESET = "memory$$by somebody else"


async def resetting() -> tuple[People, Account]:
    """Whatever password is checked next, it is reset right after."""
    passwords = ChangingPasswords()
    people = People(passwords=passwords)
    account = await people.with_account()

    async def reset() -> None:
        async with people.begin() as work:
            await work.accounts.save(replace(account, password_hash=RESET))
            await work.commit()

    passwords.meanwhile = reset
    return people, account


async def test_a_password_is_not_changed_with_one_that_was_reset_meanwhile() -> None:
    people, account = await resetting()
    with pytest.raises(PasswordWrong):
        await people.change_password(account.id, PASSWORD, OTHER)
    assert people.account().password_hash == RESET


async def test_an_address_is_not_changed_with_a_password_that_was_reset_meanwhile() -> None:
    people, account = await resetting()
    with pytest.raises(PasswordWrong):
        await people.change_email(account.id, PASSWORD, "eve@buyer.example")
    assert len(people.mails) == 1
