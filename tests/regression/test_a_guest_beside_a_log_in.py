"""Becoming a guest took the log-in's proof away, so that nothing could be changed any more."""

import pytest

from tests.contract.test_rate_limits_over_http import ADA, shop
from tests.http.browser import ACCESS, CSRF, GUEST, REFRESH, Browser


async def cookies_set(browser: Browser) -> set[str]:
    before = dict(browser.cookies)
    await browser.become_guest()
    return {name for name, value in browser.cookies.items() if before.get(name) != value}


@pytest.mark.parametrize("name", [ACCESS, REFRESH])
async def test_the_proof_stays_the_one_of_the_log_in(servers: dict[str, str], name: str) -> None:
    async with shop(servers) as calling_from:
        browser = Browser(http=calling_from(ADA), cookies={name: "x", CSRF: "of the log-in"})
        assert await cookies_set(browser) == {GUEST}


async def test_who_is_nobody_gets_a_proof(servers: dict[str, str]) -> None:
    async with shop(servers) as calling_from:
        assert await cookies_set(Browser(http=calling_from(ADA))) == {GUEST, CSRF}
