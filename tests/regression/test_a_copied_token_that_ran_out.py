"""A refresh token that had run out made whoever copied it the guest that its owner became."""

from datetime import timedelta
from uuid import uuid4

import pytest

from domain.identity.owner import Owner
from domain.identity.refusals import RefreshTokenExpired
from tests.unit.identity.sessions import GRACE, REFRESH, FrontDesk


async def test_it_makes_nobody_that_guest() -> None:
    desk = FrontDesk()
    await desk.welcome()
    secret = (await desk.log_in()).logged_in.refresh.token
    desk.clock.advance(REFRESH)
    guest = Owner(uuid4())
    assert (await desk.fall_back(secret, guest)).guest.owner == guest
    desk.clock.advance(GRACE)
    assert (await desk.fall_back(secret)).guest.owner == guest
    desk.clock.advance(timedelta(seconds=1))
    assert (await desk.fall_back(secret)).guest.owner != guest
    assert len(desk.copies.made) == 1
    with pytest.raises(RefreshTokenExpired):
        await desk.refresh(secret)
