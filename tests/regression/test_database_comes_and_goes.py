"""A database that came and went used up a job's attempts, until money jobs were given up."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from adapters.outbound.memory.job_queue import MemoryJobQueue
from application.operations.ports import JobQueue
from application.operations.run_job import RunJob
from application.shared.outcomes import Unavailable
from domain.operations.job import JobState, Lease
from tests.unit.operations.test_run_job import ATTEMPTS_MAX, Workshop

GONE = Unavailable("postgres", "connection lost")
OUTAGES = ATTEMPTS_MAX + 3


@dataclass
class FlakyQueue:
    """The table itself, which is out each time a fate is to be written, and back a moment later."""

    queue: MemoryJobQueue
    is_out: bool = False

    async def claim(self, job_id: UUID) -> Lease | None:
        self.is_out = True
        return await self.queue.claim(job_id)

    async def claim_overdue(self, overdue: timedelta) -> Lease | None:
        return await self.queue.claim_overdue(overdue)

    async def renew(self, lease: Lease) -> bool:
        return await self.queue.renew(lease)

    async def retry(self, lease: Lease, delay: timedelta, error: str, *, outage: bool) -> None:
        self._stumble()
        await self.queue.retry(lease, delay, error, outage=outage)

    async def bury(self, lease: Lease, error: str) -> None:
        self._stumble()
        await self.queue.bury(lease, error)

    async def give_back(self, lease: Lease, delay: timedelta) -> None:
        await self.queue.give_back(lease, delay)

    def _stumble(self) -> None:
        was_out, self.is_out = self.is_out, False
        if was_out:
            raise GONE


async def test_no_outage_of_the_table_counts_as_an_attempt() -> None:
    shop = Workshop(*[GONE] * OUTAGES)
    await shop.add()
    queue: JobQueue = FlakyQueue(shop.queue)
    run: RunJob = replace(shop.run, queue=queue, first_delay_s=0.001)
    for _ in range(OUTAGES + 1):
        await run.by_id(shop.job.id)
        shop.clock.advance(timedelta(minutes=2))
    assert shop.tries == OUTAGES + 1
    assert shop.job.state is JobState.DONE
    assert shop.attention == []
    assert shop.fates.count("fate_not_written") == OUTAGES
