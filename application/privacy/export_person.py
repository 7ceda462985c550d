"""Gather everything about a person into a file, and tell them that it is there."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from application.media.ports import Assets
from application.privacy.ask_for_erasure import mail_job
from application.privacy.ports import BeginPrivacyWork, PersonalData, PrivacyWork
from application.shared.outcomes import OutsideTrouble
from application.shared.ports import Clock, NewId
from domain.notifications.mail import Mail, Template
from domain.operations.job import Lease
from domain.privacy.export_file import MEDIA_TYPE, export_file
from domain.privacy.personal_export import PersonalExport

Found = Mapping[str, Sequence[Mapping[str, object]]]
# What has a file to look at.
SHOWN = ("pictures", "renders")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPerson:
    """A job. A crash anywhere has the file written anew, under the same key."""

    begin: BeginPrivacyWork
    personal_data: PersonalData
    assets: Assets
    clock: Clock
    new_id: NewId
    kept: timedelta
    attempts_max: int
    shop_url: str

    async def __call__(self, lease: Lease) -> None:
        export = await self._begin(UUID(lease.payload["export_id"]), lease)
        if export is None:
            return
        try:
            await self._write(export, lease)
        except OutsideTrouble:
            raise
        except Exception:
            if lease.attempt >= self.attempts_max:
                await self._fail(export)
            raise

    async def _begin(self, export_id: UUID, lease: Lease) -> PersonalExport | None:
        """None when there is nothing to do any more: it is done, given up, or erased."""
        async with self.begin() as work:
            export = await work.exports.lock(export_id)
            if export is None or not export.is_under_way:
                await work.jobs.finish(lease)
                export = None
            else:
                await work.exports.save(export.begin())
            await work.commit()
        return export

    async def _write(self, export: PersonalExport, lease: Lease) -> None:
        at = self.clock.now()
        ends_at = at + self.kept
        found = await self.personal_data.collect(export.account_id)
        # Packing takes the processor, and other jobs share this loop.
        data = await asyncio.to_thread(export_file, self._with_links(found, ends_at))
        await self.assets.put(export.asset_key, data, MEDIA_TYPE)
        if not await self._complete(export.complete(at, ends_at), lease):
            # The person was erased meanwhile, and a file that no row names must not stay.
            await self.assets.delete(export.asset_key)
            await self._finish(lease)

    async def _complete(self, completed: PersonalExport, lease: Lease) -> bool:
        async with self.begin() as work:
            current = await work.exports.lock(completed.id)
            if current is None or not current.is_under_way:
                return False
            await work.exports.save(completed)
            await self._tell(work, completed)
            await work.jobs.finish(lease)
            await work.commit()
        return True

    async def _finish(self, lease: Lease) -> None:
        async with self.begin() as work:
            await work.jobs.finish(lease)
            await work.commit()

    async def _fail(self, export: PersonalExport) -> None:
        async with self.begin() as work:
            current = await work.exports.lock(export.id)
            if current is not None and current.is_under_way:
                await work.exports.save(current.fail())
                await work.commit()

    async def _tell(self, work: PrivacyWork, export: PersonalExport) -> None:
        account = await work.accounts.get(export.account_id)
        mail = Mail(
            id=self.new_id(),
            account_id=account.id,
            template=Template.EXPORT_READY,
            dedupe_key=f"{Template.EXPORT_READY.value}:{export.id}",
            recipient=account.email,
            # No link to the file: a mailbox is read by more people than an account.
            data={"name": account.user_name, "shop": self.shop_url},
            created_at=self.clock.now(),
        )
        if await work.mails.add(mail):
            await work.jobs.add([mail_job(mail)])

    def _with_links(self, found: Found, ends_at: datetime) -> Found:
        """A picture is shown by a link that works for as long as the export is kept."""
        shown = {kind: [self._linked(row, ends_at) for row in found[kind]] for kind in SHOWN}
        return {**found, **shown}

    def _linked(self, row: Mapping[str, object], ends_at: datetime) -> Mapping[str, object]:
        key = row["asset_key"]
        link = None if key is None else self.assets.public_url(str(key), ends_at)
        return {name: value for name, value in row.items() if name != "asset_key"} | {"link": link}
