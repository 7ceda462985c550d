"""A log-in that ran out leaves a guest with the cart; one that was ended leaves nothing behind."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from domain.identity.owner import Owner
from tests.unit.identity.sessions import REFRESH, FrontDesk


@pytest.fixture
async def desk() -> FrontDesk:
    desk = FrontDesk()
    await desk.welcome()
    return desk


async def test_the_guest_of_before_goes_on_with_a_copy_of_the_cart(desk: FrontDesk) -> None:
    logged_in = (await desk.log_in()).logged_in
    desk.clock.advance(REFRESH)
    guest = Owner(uuid4())
    fell = await desk.fall_back(logged_in.refresh.token, guest)
    assert desk.guests.read(fell.guest.token, desk.clock.now()) == guest
    assert fell.session_id == logged_in.session_id
    assert desk.copies.made == [(logged_in.caller.owner, guest)]


async def test_all_tabs_become_one_guest_whose_cart_is_copied_once(desk: FrontDesk) -> None:
    secret = (await desk.log_in()).logged_in.refresh.token
    desk.clock.advance(REFRESH + timedelta(days=1))
    guests = [None, Owner(uuid4()), None, Owner(uuid4())]
    fell = await asyncio.gather(*(desk.fall_back(secret, guest) for guest in guests))
    assert len({each.guest.owner for each in fell}) == 1
    assert len(desk.copies.made) == 1


@pytest.mark.parametrize("ended", ["logged out", "reused", "still good", "replaced"])
async def test_no_cart_is_given_for_any_other_token(desk: FrontDesk, ended: str) -> None:
    logged_in = (await desk.log_in()).logged_in
    secret = logged_in.refresh.token
    if ended == "logged out":
        await desk.log_out(logged_in.caller)
    if ended in ("reused", "replaced"):
        await desk.refresh((await desk.refresh(secret)).refresh.token)
    if ended != "still good":
        desk.clock.advance(REFRESH)
    fell = await desk.fall_back(secret)
    assert fell.session_id == logged_in.session_id
    assert desk.copies.made == []


@pytest.mark.parametrize("secret", [None, "", "x", "\ud800"])
async def test_a_forged_token_makes_a_new_guest_and_nothing_else(
    desk: FrontDesk, secret: str | None
) -> None:
    fell = await desk.fall_back(secret)
    assert fell.session_id is None
    assert desk.guests.read(fell.guest.token, desk.clock.now()) == fell.guest.owner
    assert desk.copies.made == []
