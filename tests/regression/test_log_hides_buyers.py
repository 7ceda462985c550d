"""A failed statement once brought the buyer's name and address into the log."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine


async def test_what_goes_wrong_at_the_database_is_told_without_the_values(
    postgres_engine: AsyncEngine,
) -> None:
    async with postgres_engine.connect() as connection:
        with pytest.raises(DBAPIError) as failed:
            await connection.execute(
                text("SELECT CAST(:name AS text), 1 / :nothing"),
                {"name": "Ada Lovelace", "nothing": 0},
            )
    assert "division by zero" in str(failed.value)
    assert "Lovelace" not in str(failed.value)
