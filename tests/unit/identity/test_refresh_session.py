"""Rotation: a token is good once, a lost answer can be had again, a thief ends the log-in."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.identity.caller import Role
from domain.identity.refusals import (
    RefreshTokenExpired,
    RefreshTokenInvalid,
    RefreshTokenReused,
    SessionEnded,
    TokenExpired,
)
from tests.unit.identity.sessions import ACCESS, GRACE, REFRESH, SESSION, FrontDesk

SECOND = timedelta(seconds=1)


@pytest.fixture
async def desk() -> FrontDesk:
    desk = FrontDesk()
    await desk.welcome()
    return desk


async def first_token(desk: FrontDesk) -> str:
    return (await desk.log_in()).logged_in.refresh.token


async def test_the_access_token_lasts_minutes_and_renewal_brings_the_next(desk: FrontDesk) -> None:
    logged_in = (await desk.log_in()).logged_in
    assert desk.access.read(logged_in.access.token, desk.clock.now()) == logged_in.caller
    desk.clock.advance(ACCESS)
    with pytest.raises(TokenExpired):
        desk.access.read(logged_in.access.token, desk.clock.now())
    renewed = await desk.refresh(logged_in.refresh.token)
    assert desk.access.read(renewed.access.token, desk.clock.now()) == logged_in.caller


async def test_the_predecessor_gets_the_same_successor_for_moments(desk: FrontDesk) -> None:
    first = await first_token(desk)
    second = (await desk.refresh(first)).refresh
    desk.clock.advance(GRACE)
    assert (await desk.refresh(first)).refresh == second
    desk.clock.advance(SECOND)
    with pytest.raises(RefreshTokenReused):
        await desk.refresh(first)
    with pytest.raises(RefreshTokenReused):
        await desk.refresh(second.token)
    assert desk.ended == ["refresh_token_reused"]


async def test_asking_again_does_not_lengthen_the_moments(desk: FrontDesk) -> None:
    first = await first_token(desk)
    await desk.refresh(first)
    for _ in range(2):
        desk.clock.advance(GRACE / 2)
        await desk.refresh(first)
    desk.clock.advance(SECOND)
    with pytest.raises(RefreshTokenReused):
        await desk.refresh(first)


async def test_a_successor_in_use_makes_the_predecessor_reuse(desk: FrontDesk) -> None:
    first = await first_token(desk)
    second = (await desk.refresh(first)).refresh.token
    await desk.refresh(second)
    with pytest.raises(RefreshTokenReused):
        await desk.refresh(first)


async def test_many_at_once_get_one_successor(desk: FrontDesk) -> None:
    first = await first_token(desk)
    answers = await asyncio.gather(*(desk.refresh(first) for _ in range(30)))
    assert len({answer.refresh.token for answer in answers}) == 1
    assert desk.ended == [None]


async def test_a_log_in_runs_out_unused_and_at_the_latest_after_half_a_year(
    desk: FrontDesk,
) -> None:
    unused, used = await first_token(desk), await first_token(desk)
    began = desk.clock.now()
    while desk.clock.now() + REFRESH / 2 < began + SESSION:
        desk.clock.advance(REFRESH / 2)
        used = (await desk.refresh(used)).refresh.token
    with pytest.raises(RefreshTokenExpired):
        await desk.refresh(unused)
    desk.clock.at = began + SESSION
    with pytest.raises(RefreshTokenExpired):
        await desk.refresh(used)


async def test_a_log_out_ends_one_log_in_or_all(desk: FrontDesk) -> None:
    here, there, elsewhere = [(await desk.log_in()).logged_in for _ in range(3)]
    await desk.log_out(here.caller)
    await desk.log_out(here.caller)
    assert desk.ended == ["logged_out", None, None]
    with pytest.raises(SessionEnded):
        await desk.refresh(here.refresh.token)
    await desk.log_out(there.caller, everywhere=True)
    with pytest.raises(SessionEnded):
        await desk.refresh(elsewhere.refresh.token)
    assert desk.ended == ["logged_out", "logged_out_everywhere", "logged_out_everywhere"]


async def test_the_role_is_the_one_of_today(desk: FrontDesk) -> None:
    logged_in = (await desk.log_in()).logged_in
    (account,) = desk.store.table("users")
    await desk.change(replace(account, role=Role.STAFF))
    assert (await desk.refresh(logged_in.refresh.token)).caller.role is Role.STAFF


@pytest.mark.parametrize("secret", ["", "x", "x" * 10_000, "\ud800"])
async def test_what_was_never_given_out_is_refused(desk: FrontDesk, secret: str) -> None:
    with pytest.raises(RefreshTokenInvalid):
        await desk.refresh(secret)


async def test_the_database_holds_no_token(desk: FrontDesk) -> None:
    first = await first_token(desk)
    second = (await desk.refresh(first)).refresh.token
    kept = repr([*desk.store.table("login_sessions"), *desk.store.table("refresh_tokens")])
    assert first not in kept
    assert second not in kept
