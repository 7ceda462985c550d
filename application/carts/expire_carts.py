"""Expire carts that nobody has come back to, and forget what no client will repeat any more."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from application.carts.record_ports import BeginCartExpiryWork, CartExpiryWork
from application.shared.ports import Clock
from domain.operations.job import Lease


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireCarts:
    """A scheduled job. Each batch is a transaction of its own, so that no buyer waits for it."""

    begin: BeginCartExpiryWork
    clock: Clock
    expires_after: timedelta
    operations_kept: timedelta
    replies_kept: timedelta
    batch: int

    async def __call__(self, lease: Lease) -> None:
        at = self.clock.now()
        await self._until_done(
            lambda work: work.idle_carts.expire(at - self.expires_after, at, self.batch)
        )
        await self._until_done(
            lambda work: work.operations.forget(at - self.operations_kept, self.batch)
        )
        await self._until_done(lambda work: work.replies.forget(at - self.replies_kept, self.batch))
        async with self.begin() as work:
            await work.jobs.finish(lease)
            await work.commit()

    async def _until_done(self, some: Callable[[CartExpiryWork], Awaitable[int]]) -> None:
        """A batch that is not full was the last one."""
        full = True
        while full:
            async with self.begin() as work:
                full = await some(work) == self.batch
                await work.commit()
