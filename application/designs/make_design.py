"""Begin a design: a picture in a template and a frame, as a draft."""

from dataclasses import dataclass
from uuid import UUID

from application.designs.ports import BeginDesignWork
from application.designs.shown_design import ShownDesign, shown
from application.shared.ports import Clock, NewId
from domain.designs.design import Design
from domain.designs.limits import DesignLimits
from domain.designs.status import DesignStatus
from domain.designs.wish import LookWish, Offered
from domain.identity.owner import Owner
from domain.operations.reply import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeDesign:
    """Raises PictureNotFound, TooManyDesigns, RequestInFlight, KeyReused, and what is wrong with
    the wish.
    """

    begin: BeginDesignWork
    offered: Offered
    limits: DesignLimits
    clock: Clock
    new_id: NewId

    async def __call__(
        self, owner: Owner, wish: LookWish, request: Request | None = None
    ) -> ShownDesign:
        picture_id = wish.check_whole()
        at = self.clock.now()
        async with self.begin() as work:
            answered = await work.replies.recall(request, UUID) if request is not None else None
            if answered is not None:
                known, its_picture = await work.designs.with_picture(owner.id, answered)
                return shown(known, its_picture, self.offered)
            # Held: a log-in that hands it over waits, and takes the design along.
            picture = await work.pictures.hold(owner.id, picture_id)
            parameters = self.offered.settle(wish, picture, None)
            self.limits.check_another(await work.designs.count(owner.id))
            design = Design(
                id=self.new_id(),
                owner_id=owner.id,
                status=DesignStatus.DRAFT,
                revision=1,
                parameters=parameters,
                created_at=at,
                updated_at=at,
            )
            await work.designs.add(design)
            if request is not None:
                await work.replies.keep(request, design.id)
            await work.commit()
        return shown(design, picture, self.offered)
