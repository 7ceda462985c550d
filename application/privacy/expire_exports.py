"""Delete exports whose time is over, and give up those that never came to an end."""

from dataclasses import dataclass
from datetime import timedelta

from application.media.ports import Assets
from application.privacy.ports import BeginPrivacyWork
from application.shared.ports import Clock
from domain.operations.job import Lease
from domain.privacy.personal_export import ExportStatus, PersonalExport


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireExports:
    """A recurring job; what is left over is for the next one."""

    begin: BeginPrivacyWork
    assets: Assets
    clock: Clock
    kept: timedelta
    batch: int

    async def __call__(self, lease: Lease) -> None:
        at = self.clock.now()
        async with self.begin(reading=True) as work:
            outlived = await work.exports.outlived(at, at - self.kept, self.batch)
        for export in outlived:
            if export.is_under_way:
                await self._give_up(export)
            else:
                await self._delete(export)
        async with self.begin() as work:
            await work.jobs.finish(lease)
            await work.commit()

    async def _delete(self, export: PersonalExport) -> None:
        # The file first: as long as the row says that there is one, somebody comes to delete it.
        await self.assets.delete(export.asset_key)
        async with self.begin() as work:
            current = await work.exports.lock(export.id)
            if current is not None and current.status is ExportStatus.COMPLETED:
                await work.exports.save(current.expire())
                await work.commit()

    async def _give_up(self, export: PersonalExport) -> None:
        """Its job deletes what it writes from now on, when it is still running at all."""
        async with self.begin() as work:
            current = await work.exports.lock(export.id)
            if current is None or not current.is_under_way:
                return
            await work.exports.save(current.fail())
            await work.commit()
        await self.assets.delete(export.asset_key)
