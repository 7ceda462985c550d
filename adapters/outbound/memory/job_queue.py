"""The worker's side of the jobs in memory; every call is a transaction of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from adapters.outbound.memory.attention import MemoryAttentionItems
from adapters.outbound.memory.jobs import MemoryJob
from adapters.outbound.memory.table import MemoryStore, Table
from application.shared.ports import Clock
from domain.operations.attention import Attention
from domain.operations.job import JobState, Lease


class MemoryJobQueue:
    """Leases last `lease_s` on the given clock, which stands for the database's own."""

    def __init__(self, store: MemoryStore, clock: Clock, lease_s: float) -> None:
        self._store = store
        self._clock = clock
        self._lease = timedelta(seconds=lease_s)
        self._rows: Table[UUID, MemoryJob] = store.table("jobs")
        self._attention = MemoryAttentionItems(store)

    async def claim(self, job_id: UUID) -> Lease | None:
        async with self._transaction() as at:
            job = self._rows.get(job_id)
            return self._leased(job, at) if job is not None and _is_due(job, at, at) else None

    async def claim_overdue(self, overdue: timedelta) -> Lease | None:
        async with self._transaction() as at:
            left = (job for job in self._rows if job.state is not JobState.DONE)
            due = [job for job in left if _is_due(job, at - overdue, at)]
            return self._leased(min(due, key=lambda job: job.run_at), at) if due else None

    async def renew(self, lease: Lease) -> bool:
        async with self._transaction() as at:
            job = self._held(lease)
            if job is not None:
                self._rows.put(job.id, replace(job, lease_until=at + self._lease))
            return job is not None

    async def retry(self, lease: Lease, delay: timedelta, error: str, *, outage: bool) -> None:
        async with self._transaction() as at:
            job = self._held(lease)
            if job is not None:
                again = replace(job.freed(JobState.READY), run_at=at + delay, last_error=error)
                if outage:
                    again = replace(again, attempt=job.attempt - 1, outages=job.outages + 1)
                self._rows.put(job.id, again)

    async def bury(self, lease: Lease, error: str) -> None:
        async with self._transaction() as at:
            job = self._held(lease)
            if job is not None:
                self._rows.put(job.id, replace(job.freed(JobState.DEAD), last_error=error))
                await self._attention.report(
                    Attention(
                        reason="job_dead",
                        dedupe_key=f"dead-job:{job.id}",
                        at=at,
                        order_id=UUID(job.payload["order_id"])
                        if "order_id" in job.payload
                        else None,
                        details={**job.payload, "kind": job.kind, "error": error},
                    )
                )

    async def give_back(self, lease: Lease, delay: timedelta) -> None:
        async with self._transaction() as at:
            job = self._held(lease)
            if job is not None:
                again = replace(job.freed(JobState.READY), run_at=at + delay)
                self._rows.put(job.id, replace(again, attempt=job.attempt - 1))

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[datetime]:
        async with self._store.lock:
            try:
                yield self._clock.now()
                self._store.undo.clear()
            finally:
                self._store.roll_back()

    def _held(self, lease: Lease) -> MemoryJob | None:
        job = self._rows.get(lease.job_id)
        return job if job is not None and job.is_held_by(lease) else None

    def _leased(self, job: MemoryJob, at: datetime) -> Lease:
        token, until = uuid4(), at + self._lease
        leased = replace(
            job,
            state=JobState.LEASED,
            attempt=job.attempt + 1,
            lease_token=token,
            lease_until=until,
        )
        self._rows.put(job.id, leased)
        return Lease(
            job_id=job.id,
            kind=job.kind,
            payload=job.payload,
            attempt=leased.attempt,
            outages=job.outages,
            token=token,
            until=until,
        )


def _is_due(job: MemoryJob, ready_at: datetime, at: datetime) -> bool:
    if job.state is JobState.LEASED:
        return job.lease_until is not None and job.lease_until < at
    return job.state is JobState.READY and job.run_at <= ready_at
