"""Jobs in PostgreSQL, as the units of work see them: written down and finished."""

from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from application.operations.ports import LeaseLost
from domain.operations.job import Lease, NewJob

ADD = text(
    """
    INSERT INTO jobs (kind, dedupe_key, payload, run_at)
    SELECT kind, dedupe_key, payload, now() + delay * interval '1 second'
    FROM unnest(
        CAST(:kinds AS text[]), CAST(:keys AS text[]),
        CAST(:payloads AS jsonb[]), CAST(:delays AS float8[])
    ) AS job (kind, dedupe_key, payload, delay)
    ON CONFLICT (dedupe_key) DO NOTHING
    """
)

FINISH = text(
    """
    UPDATE jobs
    SET state = 'done', finished_at = now(), lease_token = NULL, lease_until = NULL
    WHERE id = :id AND state = 'leased' AND lease_token = :token
    """
)

# Bears the words of the index ix_jobs_payment.
TOLD_OF = text(
    """
    SELECT payload FROM jobs
    WHERE kind = 'handle_stripe_event' AND state <> 'done'
      AND payload->>'payment_intent_id' = :payment_intent_id
    ORDER BY created_at, id
    """
)


class PostgresJobs:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, jobs: Sequence[NewJob]) -> None:
        if not jobs:
            return
        # In one order of keys, so that two transactions adding the same jobs cannot deadlock.
        jobs = sorted(jobs, key=lambda job: job.dedupe_key)
        await self._connection.execute(
            ADD,
            {
                "kinds": [job.kind.value for job in jobs],
                "keys": [job.dedupe_key for job in jobs],
                "payloads": [_encode(job.payload) for job in jobs],
                "delays": [job.delay.total_seconds() for job in jobs],
            },
        )

    async def finish(self, lease: Lease) -> None:
        done = await self._connection.execute(FINISH, {"id": lease.job_id, "token": lease.token})
        if done.rowcount != 1:
            raise LeaseLost(f"job {lease.job_id} ({lease.kind})")

    async def told_of(self, payment_intent_id: str) -> Sequence[Mapping[str, str]]:
        found = await self._connection.execute(TOLD_OF, {"payment_intent_id": payment_intent_id})
        return [row.payload for row in found]


def _encode(payload: dict[str, str]) -> str:
    return msgspec.json.encode(payload).decode()
