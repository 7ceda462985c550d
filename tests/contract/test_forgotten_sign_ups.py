"""A sign-up that nobody confirmed leaves nothing behind after a while; no other account goes."""

from datetime import timedelta
from uuid import uuid4

from tests.contract.persistence import Persistence
from tests.contract.sample_account import a_ticket, an_account
from tests.contract.sample_goods import NOON

# Long before anything else in the same database.
LONG_AGO = NOON - timedelta(days=8_000)
BEFORE = LONG_AGO + timedelta(days=30)


async def test_only_what_nobody_can_confirm_any_more_is_forgotten(persistence: Persistence) -> None:
    mark = f"m{uuid4().hex}"
    stale, waiting, confirmed, recent = (
        an_account(
            email=f"{mark}-{name}@buyer.example", created_at=made_at, confirmed_at=confirmed_at
        )
        for name, made_at, confirmed_at in (
            ("stale", LONG_AGO, None),
            ("waiting", LONG_AGO, None),
            ("confirmed", LONG_AGO, LONG_AGO),
            ("recent", BEFORE, None),
        )
    )
    over = a_ticket(stale, expires_at=LONG_AGO + timedelta(days=1))
    open_still = a_ticket(waiting, expires_at=BEFORE)
    async with persistence.begin() as work:
        for account in (stale, waiting, confirmed, recent):
            assert await work.accounts.add(account)
        await work.tickets.add(over)
        await work.tickets.add(open_still)
        await work.commit()

    async with persistence.begin() as work:
        assert await work.accounts.forget_unconfirmed(BEFORE, 10) == 0
        assert await work.tickets.forget(BEFORE, 10) == 1
        assert await work.accounts.forget_unconfirmed(BEFORE, 10) == 1
        await work.commit()

    async with persistence.begin(reading=True) as work:
        assert await work.accounts.find_by_email(stale.email) is None
        assert await work.tickets.find(over.id) is None
        assert await work.tickets.find(open_still.id) == open_still
        for account in (waiting, confirmed, recent):
            assert await work.accounts.find_by_email(account.email) == account
