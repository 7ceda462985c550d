"""No test noticed when guessing passwords was counted no longer, nor by the wrong thing."""

from typing import Any
from uuid import uuid4

import pytest

from domain.identity.refusals import LoginFailed, PasswordWrong
from domain.resilience.budgets import Budgets
from domain.resilience.rate_limit import RateLimit
from domain.resilience.refusals import TooManyRequests
from tests.contract.test_rate_limits_over_http import ADA as FROM_ADA
from tests.contract.test_rate_limits_over_http import shop
from tests.unit.identity.people import ADA, OTHER, PASSWORD, People
from tests.unit.identity.sessions import FrontDesk

TWO = Budgets(per_account=RateLimit(count=1, per_s=1000, burst=2))
NOBODY = {"email": "no address", "password": "x", "token": "x", "userName": "x"}
TAKES = {
    "login": ("email", "password"),
    "signup": ("email", "password", "userName"),
    "confirm": ("token",),
    "forgot": ("email",),
    "reset": ("token", "password"),
}


async def test_one_account_is_not_guessed_at_for_long() -> None:
    desk = FrontDesk(budgets=TWO)
    await desk.welcome()
    for written in (ADA, f" {ADA.upper()}"):
        with pytest.raises(LoginFailed):
            await desk.log_in(written, "wrong")
    with pytest.raises(TooManyRequests):
        await desk.log_in()


async def test_an_address_without_an_account_is_counted_as_well() -> None:
    desk = FrontDesk(budgets=TWO)
    for _ in range(2):
        with pytest.raises(LoginFailed):
            await desk.log_in()
    with pytest.raises(TooManyRequests):
        await desk.log_in()


async def test_a_stolen_token_does_not_guess_the_password_for_long() -> None:
    people = People(budgets=TWO)
    account = await people.with_account()
    for _ in range(2):
        with pytest.raises(PasswordWrong):
            await people.change_password(account.id, "wrong", OTHER)
    with pytest.raises(TooManyRequests):
        await people.change_email(account.id, PASSWORD, "eve@buyer.example")


async def test_links_to_one_address_are_not_asked_for_without_end() -> None:
    people = People(budgets=TWO)
    for written in (ADA, f" {ADA.upper()}"):
        await people.forgot(written)
    with pytest.raises(TooManyRequests):
        await people.forgot(ADA)


@pytest.mark.parametrize(("route", "names"), TAKES.items(), ids=TAKES)
async def test_what_can_be_guessed_at_is_counted_by_address_and_strictly(
    servers: dict[str, str], route: str, names: tuple[str, ...]
) -> None:
    tight = dict.fromkeys(("RATE_LIMIT_LOG_IN", "RATE_LIMIT_RESET"), "1/1000+2")
    async with shop({**servers, **tight}) as calling_from:
        seen = [await _try(calling_from(FROM_ADA), route, names) for _ in range(3)]
    assert 429 not in seen[:2]
    assert seen[2] == 429


async def _try(client: Any, route: str, names: tuple[str, ...]) -> int:
    body = {name: NOBODY[name] for name in names}
    headers = {"User-Agent": str(uuid4()), "X-Forwarded-For": str(uuid4())}
    return int((await client.post(f"/api/auth/{route}", json=body, headers=headers)).status_code)
