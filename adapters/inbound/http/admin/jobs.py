"""Routes of the to-do list for staff: look at jobs, and start one again that was given up."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from litestar import Controller, get, post
from litestar.params import FromPath, QueryParameter

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer, Pagination
from adapters.inbound.http.orders import Limit, Page
from adapters.inbound.http.plain_text import WITHOUT_NUL
from adapters.inbound.http.provided import Provided
from application.reconciliation.list_for_staff import ListJobs
from application.reconciliation.retry_job import RetryJob
from application.reconciliation.staff_ports import JobRecord
from domain.identity.caller import Caller
from domain.operations.job import JobState
from domain.resilience.rate_class import RateClass

# Called otherwise inside: the framework keeps that name for itself.
State = Annotated[JobState, QueryParameter(name="state", required=False)]
Kind = Annotated[str | None, QueryParameter(required=False, max_length=100, pattern=WITHOUT_NUL)]


class JobAnswer(Answer):
    """`attempt` counts what failed by itself, `outages` what failed with a provider."""

    id: UUID
    kind: str
    payload: dict[str, str]
    state: str
    attempt: int
    outages: int
    run_at: datetime
    last_error: str | None

    @classmethod
    def of(cls, job: JobRecord) -> Self:
        return cls(
            id=job.id,
            kind=job.kind,
            payload=job.payload,
            state=job.state.value,
            attempt=job.attempt,
            outages=job.outages,
            run_at=job.run_at,
            last_error=job.last_error,
        )


class JobPage(Answer):
    items: list[JobAnswer]
    pagination: Pagination


class JobController(Controller):
    path = "/api/admin/jobs"
    tags = ["admin"]
    opt = open_to(Access.STAFF, RateClass.OPERATE)

    @get(summary="List jobs")
    async def page(
        self,
        list_jobs: Provided[ListJobs],
        wanted: State = JobState.DEAD,
        kind: Kind = None,
        page: Page = 1,
        limit: Limit = 20,
    ) -> JobPage:
        """Of one `state` (ready, leased, done, dead) and, if given, one `kind`; latest first."""
        found, has_more = await list_jobs(wanted, kind, page, limit)
        return JobPage(
            items=[JobAnswer.of(job) for job in found],
            pagination=Pagination(page=page, limit=limit, has_more=has_more),
        )

    @post("/{job_id:uuid}/retry", summary="Start a dead job again", status_code=200)
    async def retry(
        self, caller: Provided[Caller], job_id: FromPath[UUID], retry_job: Provided[RetryJob]
    ) -> JobAnswer:
        """With all its attempts before it; its attention item is closed."""
        return JobAnswer.of(await retry_job(job_id, caller.owner.id))
