"""Signs of life of workers and relays, and how far behind the doorbell is."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.postgres.errors import translated

BEAT = text(
    """
    INSERT INTO heartbeats (process, role, pid, seen_at) VALUES (:process, :role, :pid, now())
    ON CONFLICT (process) DO UPDATE SET seen_at = now(), pid = excluded.pid
    """
)
PULSE = text(
    """
    SELECT
        (SELECT extract(epoch FROM now() - max(seen_at)) FROM heartbeats WHERE role = 'worker')
            AS worker_seen_s,
        (SELECT extract(epoch FROM now() - max(seen_at)) FROM heartbeats WHERE role = 'relay')
            AS relay_seen_s,
        (SELECT extract(epoch FROM now() - min(run_at)) FROM jobs
            WHERE state = 'ready' AND run_at <= now()) AS oldest_due_s,
        (SELECT count(*) FROM jobs WHERE state = 'ready') AS ready,
        (SELECT count(*) FROM jobs WHERE state = 'leased') AS leased,
        (SELECT count(*) FROM jobs WHERE state = 'dead') AS dead,
        (SELECT count(*) FROM attention_items WHERE resolved_at IS NULL) AS attention
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """Seconds since each role was last seen (None: never), and the state of the queue."""

    worker_seen_s: float | None
    relay_seen_s: float | None
    oldest_due_s: float
    ready: int
    leased: int
    dead: int
    attention: int


class PostgresHeartbeats:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")

    async def beat(self, process: str, role: str, pid: int) -> None:
        async with translated(), self._engine.connect() as connection:
            await connection.execute(BEAT, {"process": process, "role": role, "pid": pid})

    async def pulse(self) -> Pulse:
        async with translated(), self._engine.connect() as connection:
            row = (await connection.execute(PULSE)).one()
        return Pulse(
            worker_seen_s=_seconds(row.worker_seen_s),
            relay_seen_s=_seconds(row.relay_seen_s),
            oldest_due_s=_seconds(row.oldest_due_s) or 0.0,
            ready=row.ready,
            leased=row.leased,
            dead=row.dead,
            attention=row.attention,
        )


def _seconds(value: object) -> float | None:
    return None if value is None else float(str(value))
