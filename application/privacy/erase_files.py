"""Delete the files of somebody who was erased."""

from dataclasses import dataclass

from application.media.ports import Assets
from application.privacy.ports import BeginPrivacyWork
from domain.operations.job import Lease


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseFiles:
    """A job, written with the change that made the files nobody's; deleting again is harmless."""

    begin: BeginPrivacyWork
    assets: Assets

    async def __call__(self, lease: Lease) -> None:
        for key in lease.payload["keys"].split():
            await self.assets.delete(key)
        async with self.begin() as work:
            await work.jobs.finish(lease)
            await work.commit()
