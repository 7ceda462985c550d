"""Tell the fate of each job to the log and the metrics."""

import structlog
from prometheus_client import Counter

from domain.operations.job import Lease

JOBS = Counter("passepartout_jobs_total", "Jobs by kind and fate", ["kind", "fate"])
log = structlog.get_logger("jobs")

DEAD = "dead"


class LoggedJobs:
    def told(self, lease: Lease, fate: str, error: BaseException | None = None) -> None:
        JOBS.labels(lease.kind, fate).inc()
        facts = {"job": str(lease.job_id), "kind": lease.kind, "attempt": lease.attempt}
        if error is None:
            log.info(fate, **facts)
        elif fate == DEAD:
            # Only a fault of ours ends so, and its trace is what mends it.
            log.error(fate, **facts, exc_info=error)
        else:
            log.warning(fate, **facts, error=repr(error))
