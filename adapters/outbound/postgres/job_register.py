"""Jobs as staff see them, in PostgreSQL."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import RowMapping, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.jobs import jobs
from application.reconciliation.staff_ports import JobRecord
from domain.operations.job import JobIsNotDead, JobNotFound, JobState

SHOWN = (
    jobs.c.id,
    jobs.c.kind,
    jobs.c.dedupe_key,
    jobs.c.payload,
    jobs.c.state,
    jobs.c.attempt,
    jobs.c.outages,
    jobs.c.run_at,
    jobs.c.last_error,
)


class PostgresJobRegister:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def page(
        self, state: JobState, kind: str | None, page: int, limit: int
    ) -> Sequence[JobRecord]:
        wanted = select(*SHOWN).where(jobs.c.state == state.value)
        if kind is not None:
            wanted = wanted.where(jobs.c.kind == kind)
        found = await self._connection.execute(
            wanted.order_by(jobs.c.run_at.desc(), jobs.c.id)
            .offset((page - 1) * limit)
            .limit(limit + 1)
        )
        return [from_row(row) for row in found.mappings()]

    async def of_order(self, order_id: UUID, limit: int) -> Sequence[JobRecord]:
        found = await self._connection.execute(
            select(*SHOWN)
            .where(jobs.c.payload["order_id"].astext == str(order_id))
            .order_by(jobs.c.run_at.desc(), jobs.c.id)
            .limit(limit)
        )
        return [from_row(row) for row in found.mappings()]

    async def retry_dead(self, job_id: UUID) -> JobRecord:
        started = await self._connection.execute(
            update(jobs)
            .where(jobs.c.id == job_id, jobs.c.state == JobState.DEAD.value)
            .values(
                state=JobState.READY.value,
                attempt=0,
                outages=0,
                run_at=func.now(),
                rung_at=None,
                finished_at=None,
            )
            .returning(*SHOWN)
        )
        row = started.mappings().one_or_none()
        if row is not None:
            return from_row(row)
        known = await self._connection.execute(select(jobs.c.id).where(jobs.c.id == job_id))
        raise JobNotFound if known.first() is None else JobIsNotDead


def from_row(row: RowMapping) -> JobRecord:
    return JobRecord(**{**row, "state": JobState(row["state"])})
