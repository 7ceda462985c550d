"""Everywhere a log-in is kept, it is found by its tokens, changed by one at a time, and ended."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from domain.identity.account import Account
from domain.identity.caller import Role
from domain.identity.login_session import LoginSession, RefreshToken
from tests.contract.persistence import Persistence
from tests.contract.sample_account import an_account, kept_account

LIFETIME = timedelta(days=30)


def now(persistence: Persistence) -> datetime:
    """By the clock that tells whether a log-in is over."""
    clock = getattr(persistence, "clock", None)
    return clock.now() if clock else datetime.now(UTC)


async def opened(persistence: Persistence, account: Account | None = None) -> LoginSession:
    account = account or await kept_account(persistence)
    at = now(persistence)
    session = LoginSession(
        id=uuid4(),
        account_id=account.id,
        device="a phone",
        created_at=at,
        rotated_at=at,
        expires_at=at + LIFETIME,
    )
    async with persistence.begin() as work:
        await work.logins.add(session, token_of(session))
        await work.commit()
    return session


def token_of(session: LoginSession) -> RefreshToken:
    return session.newest_token(f"{session.id}/{session.generation}", LIFETIME)


async def rotated(persistence: Persistence, token: RefreshToken) -> int:
    """The generation after whoever holds the token has rotated once more."""
    async with persistence.begin() as work:
        found = await work.logins.lock_by_token(token.token_hash)
        assert found is not None
        session = found[0].rotate(found[0].rotated_at + timedelta(seconds=1))
        await work.logins.save(session, token_of(session))
        await work.commit()
    return session.generation


async def find(persistence: Persistence, token_hash: str) -> tuple[LoginSession, RefreshToken]:
    async with persistence.begin() as work:
        found = await work.logins.lock_by_token(token_hash)
    assert found is not None
    return found


async def alive(persistence: Persistence, *sessions: LoginSession) -> list[bool]:
    async with persistence.begin(reading=True) as work:
        return [await work.logins.is_alive(session.id) for session in sessions]


async def test_a_log_in_is_found_by_each_of_its_tokens(persistence: Persistence) -> None:
    session = await opened(persistence)
    first = token_of(session)
    assert await find(persistence, first.token_hash) == (session, first)
    await rotated(persistence, first)
    newer, found = await find(persistence, first.token_hash)
    assert (newer.generation, found) == (2, first)
    assert await find(persistence, token_of(newer).token_hash) == (newer, token_of(newer))


async def test_a_token_nobody_has_finds_nothing(persistence: Persistence) -> None:
    async with persistence.begin() as work:
        assert await work.logins.lock_by_token(str(uuid4())) is None


async def test_of_many_who_rotate_at_once_each_sees_the_one_before(
    persistence: Persistence,
) -> None:
    token = token_of(await opened(persistence))
    seen = await asyncio.gather(*(rotated(persistence, token) for _ in range(20)))
    assert sorted(seen) == list(range(2, 22))


async def test_what_is_not_committed_is_undone(persistence: Persistence) -> None:
    session = await opened(persistence)
    async with persistence.begin() as work:
        newer = session.rotate(session.rotated_at)
        await work.logins.save(newer, token_of(newer))
    assert (await find(persistence, token_of(session).token_hash))[0] == session
    async with persistence.begin() as work:
        assert await work.logins.lock_by_token(token_of(newer).token_hash) is None


async def test_everything_about_it_is_kept(persistence: Persistence) -> None:
    session = await opened(persistence)
    changed = session.become_guest(uuid4(), session.created_at)
    async with persistence.begin() as work:
        await work.logins.save(changed)
        await work.commit()
    assert (await find(persistence, token_of(session).token_hash))[0] == changed


async def test_one_is_alive_until_it_is_ended_or_over(persistence: Persistence) -> None:
    session, other, old = [await opened(persistence) for _ in range(3)]
    async with persistence.begin() as work:
        await work.logins.end(session.id, session.created_at, "logged_out")
        await work.logins.end(session.id, session.created_at + LIFETIME, "again")
        await work.logins.end(uuid4(), session.created_at, "never was")
        await work.logins.save(replace(old, expires_at=now(persistence)))
        await work.commit()
    assert await alive(persistence, session, other, old) == [False, True, False]
    ended, _ = await find(persistence, token_of(session).token_hash)
    assert (ended.ended_at, ended.ended_because) == (session.created_at, "logged_out")
    never = replace(session, id=uuid4())
    assert await alive(persistence, never) == [False]


async def test_all_of_an_account_are_ended_but_the_one_that_asks(persistence: Persistence) -> None:
    account = await kept_account(persistence)
    asking, one, ended = [await opened(persistence, account) for _ in range(3)]
    strangers = await opened(persistence)
    async with persistence.begin() as work:
        await work.logins.end(ended.id, ended.created_at, "logged_out")
        count = await work.logins.end_all(
            account.id, one.created_at, "password_changed", except_for=asking.id
        )
        await work.commit()
    assert count == 1
    assert await alive(persistence, asking, one, ended, strangers) == [True, False, False, True]
    kept, _ = await find(persistence, token_of(ended).token_hash)
    assert kept.ended_because == "logged_out"


async def test_what_is_long_over_is_forgotten_with_its_tokens(persistence: Persistence) -> None:
    kept, ended, over, unused = [await opened(persistence) for _ in range(4)]
    # Long before anything else that is kept here, as the tests share a database.
    before = kept.created_at - timedelta(days=10_000)
    earlier = before - timedelta(seconds=1)
    async with persistence.begin() as work:
        await work.logins.save(ended.end(earlier, "logged_out"))
        await work.logins.save(replace(over, expires_at=earlier))
        await work.logins.save(replace(unused, rotated_at=earlier))
        await work.commit()
    counts = []
    async with persistence.begin() as work:
        for _ in range(3):
            counts.append(await work.logins.forget(before, before, 2))
        await work.commit()
    assert counts == [2, 1, 0]
    async with persistence.begin() as work:
        assert await work.logins.lock_by_token(token_of(kept).token_hash) is not None
        for gone in (ended, over, unused):
            assert await work.logins.lock_by_token(token_of(gone).token_hash) is None


async def test_administrators_are_known_and_erased_ones_are_none(persistence: Persistence) -> None:
    admin = await kept_account(persistence, role=Role.ADMIN)
    await kept_account(persistence, role=Role.STAFF)
    gone = an_account(role=Role.ADMIN)
    async with persistence.begin() as work:
        before = await work.admins.lock_all()
        await work.accounts.add(gone)
        await work.accounts.save(gone.erase(gone.created_at))
        assert await work.admins.lock_all() == before
    assert admin.id in before
