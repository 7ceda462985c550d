"""The relay's side of the jobs table: what is due and has not been rung for lately."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.postgres.errors import translated
from domain.operations.job import NewJob

# By state, never by "id greater than the last one": a row may commit late with a lower id.
RING = text(
    """
    UPDATE jobs SET rung_at = now()
    WHERE id IN (
        SELECT id FROM jobs
        WHERE ((state = 'ready' AND run_at <= now())
               OR (state = 'leased' AND lease_until < now()))
          AND (rung_at IS NULL OR rung_at < now() - :again_s * interval '1 second')
        ORDER BY run_at LIMIT :batch
        FOR UPDATE SKIP LOCKED
    )
    RETURNING id
    """
)
NOW = text("SELECT now()")
SCHEDULE = text(
    """
    INSERT INTO jobs (kind, dedupe_key, payload) VALUES (:kind, :key, CAST(:payload AS jsonb))
    ON CONFLICT (dedupe_key) DO NOTHING
    """
)
# A few at a time: the relay comes by again soon, and rings in between.
FORGET = text(
    """
    DELETE FROM jobs WHERE id IN (
        SELECT id FROM jobs
        WHERE state = 'done' AND finished_at < now() - :kept_s * interval '1 second'
        ORDER BY finished_at LIMIT :batch
        FOR UPDATE SKIP LOCKED
    )
    """
)


class PostgresDoorbell:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")

    async def due(self, ring_again: timedelta, batch: int) -> Sequence[UUID]:
        """Jobs to ring for; each is left alone for `ring_again` from now. Ringing twice is fine."""
        async with translated(), self._engine.connect() as connection:
            rung = await connection.execute(
                RING, {"again_s": ring_again.total_seconds(), "batch": batch}
            )
            return [row.id for row in rung]

    async def now(self) -> datetime:
        """By the clock that all relays share."""
        async with translated(), self._engine.connect() as connection:
            at: datetime = (await connection.execute(NOW)).scalar_one()
            return at

    async def schedule(self, job: NewJob) -> None:
        """Add a recurring job; several schedulers adding the same one is fine."""
        async with translated(), self._engine.connect() as connection:
            await connection.execute(
                SCHEDULE,
                {
                    "kind": job.kind.value,
                    "key": job.dedupe_key,
                    "payload": msgspec.json.encode(job.payload).decode(),
                },
            )

    async def forget_done(self, kept: timedelta, batch: int) -> None:
        """Delete some of the jobs that were done before that. Dead ones stay for staff.

        What must never happen twice has a unique row of its own besides its job.
        """
        async with translated(), self._engine.connect() as connection:
            await connection.execute(FORGET, {"kept_s": kept.total_seconds(), "batch": batch})
