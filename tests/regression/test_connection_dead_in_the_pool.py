"""A connection whose server died while nobody used it is an outage, not a fault of ours."""

import asyncpg
import pytest

from adapters.outbound.postgres.errors import translated
from application.shared.outcomes import Unavailable


async def test_a_connection_that_died_in_the_pool_is_an_outage() -> None:
    """The driver has no error of the server's to pass on, so it complains about itself."""
    with pytest.raises(Unavailable) as outage:
        async with translated():
            raise asyncpg.InternalClientError("another operation (2) is in progress")
    assert outage.value.retry_after_s
