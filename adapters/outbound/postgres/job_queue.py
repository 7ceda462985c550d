"""The worker's side of the jobs table: every call is one statement on the database's clock."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.postgres.errors import translated
from domain.operations.job import Lease

DUE = "(state = 'ready' AND run_at <= now()) OR (state = 'leased' AND lease_until < now())"

# The attempt counts at the claim, so that a job which kills its process ends as dead.
CLAIM = """
    UPDATE jobs
    SET state = 'leased', attempt = attempt + 1, lease_token = :token,
        lease_until = now() + :lease_s * interval '1 second'
    WHERE id = ({chosen} FOR UPDATE SKIP LOCKED)
    RETURNING id, kind, payload, attempt, outages, lease_token, lease_until
"""
CLAIM_ONE = text(
    CLAIM.format(chosen=f"SELECT id FROM jobs WHERE id = :id AND ({DUE})")  # noqa: S608
)
CLAIM_OVERDUE = text(
    CLAIM.format(
        chosen="""
        SELECT id FROM jobs
        WHERE (state = 'ready' AND run_at <= now() - :overdue_s * interval '1 second')
           OR (state = 'leased' AND lease_until < now())
        ORDER BY run_at LIMIT 1"""
    )
)

HELD = "WHERE id = :id AND state = 'leased' AND lease_token = :token"
RENEW = text(
    f"UPDATE jobs SET lease_until = now() + :lease_s * interval '1 second' {HELD}"  # noqa: S608
)
FREE = "lease_token = NULL, lease_until = NULL, rung_at = NULL"
LATER = "run_at = now() + :delay_s * interval '1 second'"

RETRY = text(
    f"UPDATE jobs SET state = 'ready', last_error = :error, {LATER}, {FREE} {HELD}"  # noqa: S608
)
RETRY_AFTER_OUTAGE = text(
    f"UPDATE jobs SET state = 'ready', attempt = attempt - 1, outages = outages + 1, "  # noqa: S608
    f"last_error = :error, {LATER}, {FREE} {HELD}"
)
GIVE_BACK = text(
    f"UPDATE jobs SET state = 'ready', attempt = attempt - 1, {LATER}, {FREE} {HELD}"  # noqa: S608
)
BURY = text(
    f"""
    WITH dead AS (
        UPDATE jobs SET state = 'dead', last_error = :error, finished_at = now(), {FREE} {HELD}
        RETURNING id, kind, payload
    )
    INSERT INTO attention_items (dedupe_key, reason, order_id, at, details)
    SELECT 'dead-job:' || dead.id, 'job_dead',
           (SELECT orders.id FROM orders WHERE orders.id = CASE
                WHEN payload->>'order_id' ~ '^[0-9a-f-]{{36}}$' THEN (payload->>'order_id')::uuid
            END),
           now(),
           payload || jsonb_build_object('kind', kind, 'error', CAST(:error AS text))
    FROM dead
    ON CONFLICT (dedupe_key) DO UPDATE
    SET at = excluded.at, details = excluded.details,
        resolved_at = NULL, resolved_by = NULL, resolution = NULL, note = NULL
    WHERE attention_items.resolution IN ('gone', 'repaired')
    """  # noqa: S608 - only constants of this module are put in
)

ERROR_LENGTH_MAX = 2000


class PostgresJobQueue:
    def __init__(self, engine: AsyncEngine, lease_s: float) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._lease_s = lease_s

    async def claim(self, job_id: UUID) -> Lease | None:
        return await self._claim(CLAIM_ONE, {"id": job_id})

    async def claim_overdue(self, overdue: timedelta) -> Lease | None:
        return await self._claim(CLAIM_OVERDUE, {"overdue_s": overdue.total_seconds()})

    async def renew(self, lease: Lease) -> bool:
        async with translated(), self._engine.connect() as connection:
            kept = await connection.execute(
                RENEW, {"id": lease.job_id, "token": lease.token, "lease_s": self._lease_s}
            )
            return kept.rowcount == 1

    async def retry(self, lease: Lease, delay: timedelta, error: str, *, outage: bool) -> None:
        await self._release(RETRY_AFTER_OUTAGE if outage else RETRY, lease, delay, error)

    async def bury(self, lease: Lease, error: str) -> None:
        async with translated(), self._engine.connect() as connection:
            await connection.execute(
                BURY,
                {"id": lease.job_id, "token": lease.token, "error": error[:ERROR_LENGTH_MAX]},
            )

    async def give_back(self, lease: Lease, delay: timedelta) -> None:
        async with translated(), self._engine.connect() as connection:
            await connection.execute(
                GIVE_BACK,
                {"id": lease.job_id, "token": lease.token, "delay_s": delay.total_seconds()},
            )

    async def _claim(self, claim: TextClause, given: dict[str, object]) -> Lease | None:
        async with translated(), self._engine.connect() as connection:
            found = await connection.execute(
                claim, given | {"token": uuid4(), "lease_s": self._lease_s}
            )
            row = found.one_or_none()
        if row is None:
            return None
        return Lease(
            job_id=row.id,
            kind=row.kind,
            payload=row.payload,
            attempt=row.attempt,
            outages=row.outages,
            token=row.lease_token,
            until=row.lease_until,
        )

    async def _release(
        self, release: TextClause, lease: Lease, delay: timedelta, error: str
    ) -> None:
        async with translated(), self._engine.connect() as connection:
            await connection.execute(
                release,
                {
                    "id": lease.job_id,
                    "token": lease.token,
                    "delay_s": delay.total_seconds(),
                    "error": error[:ERROR_LENGTH_MAX],
                },
            )
