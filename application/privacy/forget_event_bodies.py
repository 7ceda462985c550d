"""Empty the bodies of events that nobody will read again; the shop knows that the events came."""

from dataclasses import dataclass
from datetime import timedelta

from application.privacy.ports import BeginPrivacyWork
from application.shared.ports import Clock
from domain.operations.job import Lease


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetEventBodies:
    """A recurring job; what is left over is for the next one."""

    begin: BeginPrivacyWork
    clock: Clock
    kept: timedelta
    batch: int

    async def __call__(self, lease: Lease) -> None:
        async with self.begin() as work:
            await work.traces.forget_event_bodies(self.clock.now() - self.kept, self.batch)
            await work.jobs.finish(lease)
            await work.commit()
