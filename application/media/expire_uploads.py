"""Remove uploads whose time is over, with every part that was ever begun."""

from dataclasses import dataclass
from datetime import timedelta

from application.media.ports import Assets
from application.media.upload_ports import BeginUploadWork
from application.shared.ports import Clock
from domain.operations.job import Lease


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireUploads:
    """A recurring job; what is left over is for the next one.

    `grace` is longer than a part may take to arrive: a part that was admitted just before the end
    is stored by then, or never.
    """

    begin: BeginUploadWork
    assets: Assets
    clock: Clock
    grace: timedelta
    batch: int

    async def __call__(self, lease: Lease) -> None:
        async with self.begin(reading=True) as work:
            outlived = await work.uploads.outlived(self.clock.now() - self.grace, self.batch)
        # The files first: as long as there is a row, somebody comes to delete them.
        for upload in outlived:
            for part in upload.begun:
                await self.assets.delete(upload.key_of(part))
        async with self.begin() as work:
            await work.uploads.remove([upload.id for upload in outlived])
            await work.jobs.finish(lease)
            await work.commit()
