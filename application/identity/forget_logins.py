"""Forget log-ins that ended long ago, with the hashes of all their tokens."""

from dataclasses import dataclass
from datetime import timedelta

from application.identity.ports import BeginIdentityWork
from application.shared.ports import Clock
from domain.operations.job import Lease


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetLogins:
    """A scheduled job. Each batch is a transaction of its own, so that no buyer waits for it."""

    begin: BeginIdentityWork
    clock: Clock
    remembered: timedelta
    refresh_lifetime: timedelta
    batch: int

    async def __call__(self, lease: Lease) -> None:
        over_before = self.clock.now() - self.remembered
        full = True
        while full:
            async with self.begin() as work:
                forgotten = await work.logins.forget(
                    over_before, over_before - self.refresh_lifetime, self.batch
                )
                await work.commit()
            # A batch that is not full was the last one.
            full = forgotten == self.batch
        async with self.begin() as work:
            await work.jobs.finish(lease)
            await work.commit()
