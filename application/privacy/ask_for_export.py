"""Ask for everything the shop knows about oneself."""

from dataclasses import dataclass

from application.privacy.ports import BeginPrivacyWork, FileSecret
from application.shared.ports import Clock, NewId
from domain.identity.owner import Owner
from domain.operations.job import JobKind, NewJob
from domain.privacy.personal_export import PersonalExport


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForExport:
    """While one export is under way, asking again answers with it."""

    begin: BeginPrivacyWork
    clock: Clock
    new_id: NewId
    secret: FileSecret

    async def __call__(self, owner: Owner) -> PersonalExport:
        """Raises AccountNotFound."""
        wished = PersonalExport.asked_for(
            export_id=self.new_id(),
            account_id=owner.id,
            secret=self.secret(),
            at=self.clock.now(),
        )
        async with self.begin() as work:
            # Nobody erases the account before the export is there to be erased with it.
            await work.accounts.lock(owner.id)
            export = await work.exports.add_or_get(wished)
            await work.jobs.add(
                [
                    NewJob(
                        kind=JobKind.EXPORT_PERSON,
                        dedupe_key=f"export:{export.id}",
                        payload={"export_id": str(export.id)},
                    )
                ]
            )
            await work.commit()
        return export
