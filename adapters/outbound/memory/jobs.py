"""Jobs in memory, as the units of work see them: written down and finished."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from adapters.outbound.memory.table import MemoryStore, Table
from application.operations.ports import LeaseLost
from application.shared.ports import Clock
from domain.operations.job import JobKind, JobState, Lease, NewJob


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryJob:
    """A row of the to-do list; `lease_token` and `lease_until` are set while it is leased."""

    id: UUID
    kind: str
    dedupe_key: str
    payload: dict[str, str]
    run_at: datetime
    state: JobState = JobState.READY
    attempt: int = 0
    outages: int = 0
    lease_token: UUID | None = None
    lease_until: datetime | None = None
    last_error: str | None = None

    def is_held_by(self, lease: Lease) -> bool:
        return self.state is JobState.LEASED and self.lease_token == lease.token

    def freed(self, state: JobState) -> "MemoryJob":
        return replace(self, state=state, lease_token=None, lease_until=None)


class MemoryJobs:
    def __init__(self, store: MemoryStore, clock: Clock) -> None:
        self._clock = clock
        self._rows: Table[UUID, MemoryJob] = store.table("jobs")
        self._by_key: Table[str, UUID] = store.table("jobs_by_dedupe_key")

    async def add(self, jobs: Sequence[NewJob]) -> None:
        for job in jobs:
            if job.dedupe_key in self._by_key:
                continue
            row = MemoryJob(
                id=uuid4(),
                kind=job.kind.value,
                dedupe_key=job.dedupe_key,
                payload=dict(job.payload),
                run_at=self._clock.now() + job.delay,
            )
            self._rows.put(row.id, row)
            self._by_key.put(row.dedupe_key, row.id)

    async def finish(self, lease: Lease) -> None:
        job = self._rows.get(lease.job_id)
        if job is None or not job.is_held_by(lease):
            raise LeaseLost(f"job {lease.job_id} ({lease.kind})")
        self._rows.put(job.id, job.freed(JobState.DONE))

    async def told_of(self, payment_intent_id: str) -> Sequence[Mapping[str, str]]:
        return [
            job.payload
            for job in self._rows
            if job.kind == JobKind.HANDLE_STRIPE_EVENT
            and job.state is not JobState.DONE
            and job.payload.get("payment_intent_id") == payment_intent_id
        ]
