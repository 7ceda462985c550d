"""Take one job, do it, and decide from its row what to do when it could not be done."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from application.operations.ports import JobQueue, LeaseLost
from application.shared.outcomes import OutcomeUnknown, Unavailable
from domain.operations.job import Lease
from domain.resilience.backoff import next_delay


class Handler(Protocol):
    """Does the job and finishes it in its own transaction, fenced by the lease."""

    async def __call__(self, lease: Lease) -> None: ...


class JobJournal(Protocol):
    """Where the fate of each job is told, for operators."""

    def told(self, lease: Lease, fate: str, error: BaseException | None = None) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RunJob:
    """An outage is waited out for as long as it takes; a fault of ours gives up at `attempts_max`.

    Giving up keeps the job, dead, and shows it to staff.
    """

    queue: JobQueue
    handlers: Mapping[str, Handler]
    journal: JobJournal
    attempts_max: int
    first_delay_s: float
    longest_delay_s: float
    renew_every_s: float
    unknown_kind_delay: timedelta = timedelta(seconds=5)
    roll: Callable[[], float] = random.random

    async def by_id(self, job_id: UUID) -> bool:
        """False when there was nothing to do: a bell that rang twice, or somebody was quicker."""
        lease = await self.queue.claim(job_id)
        return lease is not None and await self._run(lease)

    async def oldest_overdue(self, overdue: timedelta) -> bool:
        """For when nobody rang: False when nothing has been due for that long."""
        lease = await self.queue.claim_overdue(overdue)
        return lease is not None and await self._run(lease)

    async def _run(self, lease: Lease) -> bool:
        handler = self.handlers.get(lease.kind)
        if handler is None:
            # A newer release wrote it down; a newer worker will know what it means.
            await self.queue.give_back(lease, self.unknown_kind_delay)
            self.journal.told(lease, "kind_unknown")
            return True
        if lease.attempt > self.attempts_max:
            await self.queue.bury(lease, "Every attempt ended without an answer.")
            self.journal.told(lease, "dead")
            return True
        renewing = asyncio.create_task(self._keep(lease))
        try:
            await handler(lease)
        except LeaseLost as error:
            self.journal.told(lease, "lease_lost", error)
        except (Unavailable, OutcomeUnknown) as trouble:
            await self._later(lease, trouble, trouble.retry_after_s or 0.0, outage=True)
        except Exception as error:  # noqa: BLE001 - kept in the row and told to the journal
            await self._failed(lease, error)
        else:
            self.journal.told(lease, "done")
        finally:
            renewing.cancel()
        return True

    async def _keep(self, lease: Lease) -> None:
        """Short leases make a killed worker's jobs free in seconds; this keeps a living one's."""
        while True:
            await asyncio.sleep(self.renew_every_s)
            try:
                if not await self.queue.renew(lease):
                    return
            except Unavailable as trouble:
                self.journal.told(lease, "renewal_failed", trouble)

    async def _failed(self, lease: Lease, error: Exception) -> None:
        if lease.attempt >= self.attempts_max:
            await self._noted(lease, lambda: self.queue.bury(lease, repr(error)))
            self.journal.told(lease, "dead", error)
        else:
            await self._later(lease, error, 0.0, outage=False)

    async def _later(
        self, lease: Lease, error: Exception, at_least_s: float, *, outage: bool
    ) -> None:
        delay = next_delay(
            lease.attempt + lease.outages,
            first_s=self.first_delay_s,
            longest_s=self.longest_delay_s,
            roll=self.roll(),
            at_least_s=at_least_s,
        )
        told = repr(error)
        await self._noted(lease, lambda: self.queue.retry(lease, delay, told, outage=outage))
        self.journal.told(lease, "retry", error)

    async def _noted(self, lease: Lease, note: Callable[[], Awaitable[None]]) -> None:
        """Again until it is written: the table itself may be what is out, and a fate that is not
        written counts as an attempt, so that a database that comes and goes would bury money jobs.
        """
        while True:
            try:
                return await note()
            except Unavailable as trouble:
                self.journal.told(lease, "fate_not_written", trouble)
                await asyncio.sleep(self.first_delay_s)
