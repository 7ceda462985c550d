"""The last administrator could be erased, and no test watched a reset in the middle of it."""

from dataclasses import replace
from uuid import uuid4

import pytest

from adapters.outbound.memory.rate_limits import MemoryRateLimits
from application.identity.prove_password import ProvePassword
from application.privacy.ask_for_erasure import AskForErasure, ErasureWish
from domain.identity.account import Account
from domain.identity.caller import Role
from domain.identity.owner import Owner
from domain.identity.refusals import LastAdmin, PasswordWrong
from domain.resilience.budgets import Budgets
from tests.unit.identity.people import ADA, PASSWORD, People
from tests.unit.identity.test_log_in import ChangingPasswords


async def save(people: People, account: Account) -> None:
    async with people.begin() as work:
        await work.accounts.save(account)
        await work.commit()


async def erase(people: People, account: Account) -> None:
    limits = MemoryRateLimits(Budgets(), people.clock)
    prove = ProvePassword(begin=people.begin, passwords=people.passwords, limits=limits)
    ask = AskForErasure(begin=people.begin, prove_password=prove, clock=people.clock, new_id=uuid4)
    await ask(ErasureWish(owner=Owner(account.id), password=PASSWORD))


async def test_the_last_administrator_stays() -> None:
    people = People()
    ada = await people.with_account()
    eve = await people.with_account("eve@buyer.example")
    for account in (ada, eve):
        await save(people, replace(account, role=Role.ADMIN))
    await erase(people, ada)
    with pytest.raises(LastAdmin):
        await erase(people, eve)
    assert people.account("eve@buyer.example").erased_at is None


async def test_all_log_ins_end_at_once_and_links_to_the_mailbox_are_not_sent() -> None:
    people = People()
    ada = await people.with_account()
    session = await people.log_in(ada)
    await people.forgot(ADA)
    await erase(people, ada)
    assert await people.alive(session) == [False]
    assert [mail.recipient for mail in people.mails if mail.template != "account_erased"] == [
        "erased@erased.invalid"
    ] * 2


async def test_a_password_that_was_reset_meanwhile_erases_nothing() -> None:
    passwords = ChangingPasswords()
    people = People(passwords=passwords)
    ada = await people.with_account()
    passwords.meanwhile = lambda: save(people, replace(ada, password_hash="memory$$another"))
    with pytest.raises(PasswordWrong):
        await erase(people, ada)
    assert people.account().erased_at is None
