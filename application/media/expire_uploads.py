"""Remove uploads whose time is over, with every part that was ever begun."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from application.media.ports import Assets
from application.media.upload_ports import BeginUploadWork
from application.shared.ports import Clock
from domain.operations.job import Lease


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireUploads:
    """A recurring job; each batch is a transaction of its own.

    `grace` is longer than a part may take to arrive: a part that was admitted just before the end
    is stored by then, or never.
    """

    begin: BeginUploadWork
    assets: Assets
    clock: Clock
    grace: timedelta
    batch: int

    async def __call__(self, lease: Lease) -> None:
        ended_before = self.clock.now() - self.grace
        full = True
        while full:
            full = await self._remove_some(ended_before) == self.batch
        async with self.begin() as work:
            await work.jobs.finish(lease)
            await work.commit()

    async def _remove_some(self, ended_before: datetime) -> int:
        """How many; a batch that is not full was the last one."""
        async with self.begin(reading=True) as work:
            outlived = await work.uploads.outlived(ended_before, self.batch)
        # The files first: as long as there is a row, somebody comes to delete them.
        for upload in outlived:
            for part in upload.begun:
                await self.assets.delete(upload.key_of(part))
        async with self.begin() as work:
            await work.uploads.remove([upload.id for upload in outlived])
            await work.commit()
        return len(outlived)
