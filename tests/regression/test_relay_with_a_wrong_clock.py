"""A relay went by its own clock: set back by an hour, it found every interval of that hour taken,
and nothing recurred until it had caught up."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.inbound.jobs.relay import Relay
from adapters.inbound.jobs.schedule import recurring
from adapters.outbound.postgres.doorbell import PostgresDoorbell
from adapters.outbound.system.clock import SystemClock
from adapters.settings import Settings

LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)


async def test_what_recurs_goes_by_the_clock_that_all_relays_share(
    servers: dict[str, str], postgres_engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings.from_environment(servers)
    monkeypatch.setattr(SystemClock, "now", lambda _: LONG_AGO)
    before = await PostgresDoorbell(postgres_engine).now()
    await Relay(settings, postgres_engine).write_down_recurring()
    after = await PostgresDoorbell(postgres_engine).now()

    for each in recurring(settings):
        due = {each.due(at).dedupe_key for at in (before, after)}
        assert not due.isdisjoint(await _written(postgres_engine))
        assert each.due(LONG_AGO).dedupe_key not in await _written(postgres_engine)


async def _written(engine: AsyncEngine) -> set[str]:
    async with engine.connect() as connection:
        return set(await connection.scalars(text("SELECT dedupe_key FROM jobs")))
