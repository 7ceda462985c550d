"""With the database down every ring of the bell put a stack trace into the worker's log."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from adapters.inbound.jobs.journal import LoggedJobs
from adapters.inbound.jobs.worker import OnLoop
from adapters.outbound.postgres.engine import make_engine
from adapters.outbound.postgres.heartbeats import PostgresHeartbeats
from adapters.outbound.postgres.job_queue import PostgresJobQueue
from adapters.settings import Settings
from application.operations.run_job import RunJob

NOBODY_LISTENS = "postgresql://passepartout:x@127.0.0.1:1/passepartout"


@dataclass(frozen=True, slots=True)
class Parts:
    run_job: RunJob
    heartbeats: PostgresHeartbeats

    async def aclose(self) -> None:
        """Nothing was opened."""


async def test_a_ring_that_finds_the_database_down_is_one_line(
    servers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings.from_environment(servers | {"DATABASE_URL": NOBODY_LISTENS})
    engine = make_engine(settings)
    run_job = RunJob(
        queue=PostgresJobQueue(engine, lease_s=1.0),
        handlers={},
        journal=LoggedJobs(),
        attempts_max=1,
        first_delay_s=0.01,
        longest_delay_s=0.01,
        renew_every_s=1.0,
    )
    parts = Parts(run_job, PostgresHeartbeats(engine))

    async def build() -> Parts:
        return parts

    worker = OnLoop(settings, build, give_up=lambda: None)
    monkeypatch.setattr(worker, "_parts", parts)
    with capture_logs() as told:
        await worker.run_job(str(uuid4()))
    assert [line["event"] for line in told] == ["outage"]
    assert "exc_info" not in told[0]
