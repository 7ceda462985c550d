"""Delete one of the owner's pictures, unless an order still needs it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.media.deletion_ports import BeginPictureDeletionWork, PictureDeletionWork
from application.shared.ports import Clock
from domain.identity.owner import Owner
from domain.media.erase_files_job import erase_files_jobs
from domain.media.picture_use import PictureUse
from domain.media.refusals import PictureInUse
from domain.operations.reply import Request
from domain.orders.timeline import TimelineEntry
from domain.shared.erased import PICTURE_DELETED


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletePicture:
    """With it go the second copies of it, which its owner does not see, and what was drawn of them.

    A checkout holds the pictures of its order, so it and this wait for each other: either the order
    is seen here, or the checkout finds no picture.
    """

    begin: BeginPictureDeletionWork
    clock: Clock

    async def __call__(
        self, owner: Owner, picture_id: UUID, request: Request | None = None
    ) -> None:
        """Raises PictureNotFound, PictureInUse, RequestInFlight or KeyReused."""
        async with self.begin() as work:
            if request is not None and await work.replies.recall(request, bool):
                return
            # Orders come first, as a checkout and a payment lock them.
            await work.picture_uses.lock_orders(owner.id, picture_id)
            copies = await work.pictures.lock_copies(owner.id, picture_id)
            ids = [picture.id for picture in copies]
            uses = await work.picture_uses.of(ids)
            at = self.clock.now()
            needed = [use.order.number for use in uses if use.is_needed(at)]
            if needed:
                raise PictureInUse(facts={"orders": needed})
            await self._hold_back(work, uses, at)
            await work.pictures.forget(ids, at)
            drawn = await work.renders.forget_of(ids, at)
            files = [key for each in copies for key in each.files]
            await work.jobs.add(erase_files_jobs([*files, *drawn]))
            if request is not None:
                await work.replies.keep(request, True)
            await work.commit()

    async def _hold_back(
        self, work: PictureDeletionWork, uses: Sequence[PictureUse], at: datetime
    ) -> None:
        """Nobody waits for their money, but should it come, it must not buy a missing file."""
        for use in uses:
            if not use.must_be_held:
                continue
            await work.orders.save(use.order.hold(PICTURE_DELETED))
            await work.timeline.add(
                TimelineEntry(
                    order_id=use.order.id,
                    at=at,
                    actor="buyer",
                    event="picture_deleted",
                    why="A picture of it was deleted: it cannot be made any more.",
                    before=use.order.status.value,
                    after=use.order.status.value,
                )
            )
