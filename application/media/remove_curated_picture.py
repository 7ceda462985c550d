"""Staff take a picture out of the shop's gallery; whoever took a copy keeps it."""

from dataclasses import dataclass
from uuid import UUID

from application.media.curated_ports import BeginCuratedWork
from application.shared.ports import Clock
from domain.identity.owner import Owner
from domain.media.erase_files_job import erase_files_jobs
from domain.operations.reply import Request
from domain.reconciliation.staff_action import StaffAction


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveCuratedPicture:
    begin: BeginCuratedWork
    clock: Clock

    async def __call__(
        self, staff: Owner, picture_id: UUID, request: Request | None = None
    ) -> None:
        """Raises CuratedPictureNotFound, RequestInFlight or KeyReused."""
        async with self.begin() as work:
            if request is not None and await work.replies.recall(request, bool):
                return
            removed = await work.curated.remove(picture_id)
            await work.staff_actions.add(
                StaffAction(
                    at=self.clock.now(),
                    actor_id=staff.id,
                    action="curated_picture_removed",
                    subject=f"curated:{removed.id}",
                    details={"title": removed.title},
                )
            )
            await work.jobs.add(erase_files_jobs(removed.files))
            if request is not None:
                await work.replies.keep(request, True)
            await work.commit()
