"""Jobs as staff see them, in memory."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from adapters.outbound.memory.jobs import MemoryJob
from adapters.outbound.memory.table import MemoryStore, Table
from application.reconciliation.staff_ports import JobRecord
from application.shared.ports import Clock
from domain.operations.job import JobIsNotDead, JobNotFound, JobState


class MemoryJobRegister:
    def __init__(self, store: MemoryStore, clock: Clock) -> None:
        self._clock = clock
        self._rows: Table[UUID, MemoryJob] = store.table("jobs")

    async def page(
        self, state: JobState, kind: str | None, page: int, limit: int
    ) -> Sequence[JobRecord]:
        found = [job for job in self._rows if job.state is state and kind in (None, job.kind)]
        first = (page - 1) * limit
        return _shown(found)[first : first + limit + 1]

    async def of_order(self, order_id: UUID, limit: int) -> Sequence[JobRecord]:
        found = [job for job in self._rows if job.payload.get("order_id") == str(order_id)]
        return _shown(found)[:limit]

    async def retry_dead(self, job_id: UUID) -> JobRecord:
        job = self._rows.get(job_id)
        if job is None:
            raise JobNotFound
        if job.state is not JobState.DEAD:
            raise JobIsNotDead
        again = replace(job.freed(JobState.READY), attempt=0, outages=0, run_at=self._clock.now())
        self._rows.put(job.id, again)
        return _shown([again])[0]


def _shown(found: list[MemoryJob]) -> list[JobRecord]:
    latest_first = sorted(found, key=lambda job: job.run_at, reverse=True)
    return [
        JobRecord(
            id=job.id,
            kind=job.kind,
            dedupe_key=job.dedupe_key,
            payload=job.payload,
            state=job.state,
            attempt=job.attempt,
            outages=job.outages,
            run_at=job.run_at,
            last_error=job.last_error,
        )
        for job in latest_first
    ]
