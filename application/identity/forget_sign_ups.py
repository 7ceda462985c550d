"""Forget sign-ups that nobody confirmed, and tickets that ran out long ago."""

from dataclasses import dataclass
from datetime import timedelta

from application.identity.ports import BeginIdentityWork
from application.shared.ports import Clock
from domain.operations.job import Lease


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetSignUps:
    """A scheduled job. Whoever never confirmed has asked for nothing to be kept; a ticket that ran
    out still holds the password that was proposed with it."""

    begin: BeginIdentityWork
    clock: Clock
    kept: timedelta
    batch: int

    async def __call__(self, lease: Lease) -> None:
        before = self.clock.now() - self.kept
        full = True
        while full:
            async with self.begin() as work:
                tickets = await work.tickets.forget(before, self.batch)
                accounts = await work.accounts.forget_unconfirmed(before, self.batch)
                await work.commit()
            # A batch that is not full was the last one.
            full = self.batch in (tickets, accounts)
        async with self.begin() as work:
            await work.jobs.finish(lease)
            await work.commit()
