"""Every collection of accounts gives an address to one of them only."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest

from domain.identity.account import Account
from domain.identity.caller import Role
from domain.identity.email import erased_email
from domain.identity.refusals import AccountNotFound, EmailTaken
from tests.contract.persistence import Persistence
from tests.contract.sample_account import an_account, kept_account
from tests.contract.sample_goods import NOON


async def save(persistence: Persistence, account: Account) -> None:
    async with persistence.begin() as work:
        await work.accounts.lock(account.id)
        await work.accounts.save(account)
        await work.commit()


async def test_an_account_comes_back_as_it_was_added(persistence: Persistence) -> None:
    account = await kept_account(
        persistence,
        user_name="Zoë",
        role=Role.STAFF,
        password_hash="$hash",
        phone="+44 20 1",
        accepts_marketing=True,
        confirmed_at=NOON,
    )
    async with persistence.begin(reading=True) as work:
        assert await work.accounts.get(account.id) == account
        assert await work.accounts.find_by_email(account.email) == account
        assert await work.accounts.find_by_email(f"other-{account.email}") is None


async def test_an_account_that_is_not_there_is_not_found(persistence: Persistence) -> None:
    async with persistence.begin() as work:
        with pytest.raises(AccountNotFound):
            await work.accounts.get(uuid4())
    async with persistence.begin() as work:
        with pytest.raises(AccountNotFound):
            await work.accounts.lock(uuid4())
    async with persistence.begin() as work:
        with pytest.raises(AccountNotFound):
            await work.accounts.save(an_account())


async def test_of_many_who_want_an_address_at_once_one_gets_it(persistence: Persistence) -> None:
    email = an_account().email

    async def add() -> bool:
        async with persistence.begin() as work:
            is_new = await work.accounts.add(an_account(email=email))
            assert await work.accounts.find_by_email(email)
            await work.commit()
        return is_new

    assert sum(await asyncio.gather(*(add() for _ in range(10)))) == 1


async def test_an_account_that_was_undone_leaves_the_address_free(persistence: Persistence) -> None:
    account = an_account()
    async with persistence.begin() as work:
        assert await work.accounts.add(account)
    async with persistence.begin() as work:
        assert await work.accounts.find_by_email(account.email) is None
        assert await work.accounts.add(account)


async def test_an_account_can_change(persistence: Persistence) -> None:
    account = await kept_account(persistence)
    changed = replace(account.confirm(NOON), email=an_account().email, phone="1234")
    await save(persistence, changed)
    async with persistence.begin(reading=True) as work:
        assert await work.accounts.get(account.id) == changed
        assert await work.accounts.find_by_email(account.email) is None


async def test_an_address_that_somebody_has_cannot_be_moved_to(persistence: Persistence) -> None:
    account, other = await kept_account(persistence), await kept_account(persistence)
    with pytest.raises(EmailTaken):
        await save(persistence, account.move_to(other.email))
    async with persistence.begin(reading=True) as work:
        assert await work.accounts.get(account.id) == account


async def test_of_two_who_move_to_an_address_at_once_one_does(persistence: Persistence) -> None:
    email = an_account().email
    accounts = [await kept_account(persistence) for _ in range(5)]
    moves = (save(persistence, account.move_to(email)) for account in accounts)
    outcomes = await asyncio.gather(*moves, return_exceptions=True)
    assert outcomes.count(None) == 1
    assert sum(isinstance(each, EmailTaken) for each in outcomes) == 4


async def test_an_erased_account_is_gone_and_its_address_free(persistence: Persistence) -> None:
    account = await kept_account(persistence)
    await save(persistence, replace(account, email=erased_email(account.id), erased_at=NOON))
    async with persistence.begin() as work:
        assert await work.accounts.find_by_email(erased_email(account.id)) is None
        with pytest.raises(AccountNotFound):
            await work.accounts.get(account.id)
        assert await work.accounts.add(an_account(email=account.email))


async def test_changes_under_the_lock_are_never_lost(persistence: Persistence) -> None:
    account = await kept_account(persistence, phone="0")

    async def count_up() -> None:
        async with persistence.begin() as work:
            found = await work.accounts.lock(account.id)
            await work.accounts.save(replace(found, phone=str(int(found.phone or 0) + 1)))
            await work.commit()

    await asyncio.gather(*(count_up() for _ in range(10)))
    async with persistence.begin(reading=True) as work:
        assert (await work.accounts.get(account.id)).phone == "10"
