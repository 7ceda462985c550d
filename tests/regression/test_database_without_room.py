"""A database without disk space, memory or working disks counted as a fault of each job's own: in
half an hour paid orders' jobs were given up, and workers ended at the first claim it refused.
"""

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.postgres.errors import translated
from application.shared.outcomes import Unavailable

SAY = "DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '{code}'; END $$"


@pytest.mark.parametrize("code", ["53100", "53200", "53000", "53400", "58030", "58000"])
async def test_its_want_of_resources_is_waited_out(postgres_engine: AsyncEngine, code: str) -> None:
    with pytest.raises(Unavailable):
        async with translated(), postgres_engine.connect() as connection:
            await connection.execute(text(SAY.format(code=code)))
