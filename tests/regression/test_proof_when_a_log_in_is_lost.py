"""No test noticed when falling back to a guest needed no proof."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.contract.test_rate_limits_over_http import ADA, CHECK, shop
from tests.http.browser import CSRF, REFRESH, Browser


@pytest.mark.parametrize("cookies", [{}, {CSRF: "planted"}], ids=["no cookie", "planted"])
async def test_a_change_by_the_cookies_of_a_lost_log_in_needs_proof(
    servers: dict[str, str], postgres_engine: AsyncEngine, cookies: dict[str, str]
) -> None:
    async with shop(servers) as calling_from:
        browser = Browser(http=calling_from(ADA), cookies={REFRESH: "lost", **cookies})
        answer = await browser.ask(CHECK["method"], CHECK["url"], json=CHECK["json"])
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_token_invalid")
