"""Look at production orders that have not been heard of: a callback may never have come."""

from dataclasses import dataclass
from datetime import timedelta

from application.fulfilment.ports import BeginFulfilmentWork
from application.shared.ports import Clock
from domain.operations.job import JobKind, Lease, NewJob


@dataclass(frozen=True, slots=True, kw_only=True)
class PollDropships:
    """A scheduled job; writes one job per production order, so that one failure stops no other."""

    begin: BeginFulfilmentWork
    clock: Clock
    interval: timedelta
    failed_for: timedelta
    batch: int = 200

    async def __call__(self, lease: Lease) -> None:
        at = self.clock.now()
        async with self.begin() as work:
            unheard = await work.dropships.unheard_of(
                at - self.interval, at - self.failed_for, self.batch, at=at
            )
            await work.jobs.add(
                [
                    NewJob(
                        kind=JobKind.FOLLOW_DROPSHIP,
                        # Until it is heard of, one job a day: while the lab is down they would
                        # pile up, and keep paid orders waiting when it is back.
                        dedupe_key=f"poll:{dropship.id}:{dropship.checked_at}:{at.date()}",
                        payload={"dropship_id": str(dropship.id)},
                    )
                    for dropship in unheard
                ]
            )
            await work.jobs.finish(lease)
            await work.commit()
