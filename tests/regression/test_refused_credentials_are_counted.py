"""Whoever invented a new credential with each request was refused for ever, and never counted."""

import pytest

from tests.contract.test_rate_limits_over_http import ADA, BOB, CHECK, as_guest, shop, statuses
from tests.http.browser import GUEST

OWN_BOOK = {"method": "GET", "url": "/api/addresses"}


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer invented"}, {"Cookie": f"{GUEST}=invented"}],
    ids=["none", "a token", "a cookie"],
)
async def test_inventing_credentials_has_an_end(
    servers: dict[str, str], headers: dict[str, str]
) -> None:
    async with shop(servers) as calling_from:
        ada = calling_from(ADA)
        assert await statuses(ada, 4, **CHECK, headers=headers) == [401, 401, 401, 429]
        assert await statuses(calling_from(BOB), 1, **CHECK, headers=headers) == [401]


async def test_a_good_token_is_not_held_up_by_what_others_invent(servers: dict[str, str]) -> None:
    async with shop(servers) as calling_from:
        ada = calling_from(ADA)
        guest = await as_guest(ada)
        assert await statuses(ada, 4, **CHECK, headers={}) == [401, 401, 401, 429]
        assert await statuses(ada, 1, **CHECK, headers=guest) == [200]


async def test_knocking_where_one_is_not_let_in_is_counted(servers: dict[str, str]) -> None:
    async with shop(servers) as calling_from:
        ada = calling_from(ADA)
        guest = await as_guest(ada)
        assert await statuses(ada, 4, **OWN_BOOK, headers=guest) == [401, 401, 401, 429]
