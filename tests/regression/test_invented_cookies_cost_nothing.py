"""Whoever invents a refresh cookie with each request is refused before the database is asked."""

from tests.contract.test_rate_limits_over_http import ADA, CHECK, shop, statuses
from tests.http.browser import REFRESH


async def test_invented_log_ins_are_counted_as_renewals_are(
    servers: dict[str, str], postgres_engine: object
) -> None:
    """`postgres_engine` is what migrates the database."""
    async with shop(servers, RATE_LIMIT_CHANGE="2/3600", RATE_LIMIT_BROWSE="100/3600") as calling:
        ada = calling(ADA)
        invented = {"Cookie": f"{REFRESH}=invented", "X-CSRF-Token": "none"}
        answered = await statuses(ada, 4, **CHECK, headers=invented)
        assert answered == [403, 403, 429, 429]
