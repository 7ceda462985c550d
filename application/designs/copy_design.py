"""Begin a design that looks like another one, to change it or to order it again."""

from dataclasses import dataclass
from uuid import UUID

from application.designs.ports import BeginDesignWork
from application.designs.shown_design import ShownDesign, shown
from application.shared.ports import Clock, NewId
from domain.designs.limits import DesignLimits
from domain.designs.wish import LookWish, Offered
from domain.identity.owner import Owner
from domain.operations.reply import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyDesign:
    """Raises DesignNotFound, PictureNotFound, TooManyDesigns, RequestInFlight, KeyReused."""

    begin: BeginDesignWork
    offered: Offered
    limits: DesignLimits
    clock: Clock
    new_id: NewId

    async def __call__(
        self, owner: Owner, design_id: UUID, wish: LookWish, request: Request | None = None
    ) -> ShownDesign:
        """What the wish names is different from the first revision on."""
        at = self.clock.now()
        async with self.begin() as work:
            answered = await work.replies.recall(request, UUID) if request is not None else None
            if answered is not None:
                known, its_picture = await work.designs.with_picture(owner.id, answered)
                return shown(known, its_picture, self.offered)
            original = await work.designs.get(owner.id, design_id)
            # Held: a log-in that hands it over waits, and takes the copy along.
            picture = await work.pictures.hold(
                owner.id, wish.picture_id or original.parameters.picture_id
            )
            self.limits.check_another(await work.designs.count(owner.id))
            # What is not offered any more is not offered as a copy either.
            parameters = self.offered.settle(wish, picture, original.parameters)
            copy = original.copied(design_id=self.new_id(), parameters=parameters, at=at)
            await work.designs.add(copy)
            if request is not None:
                await work.replies.keep(request, copy.id)
            await work.commit()
        return shown(copy, picture, self.offered)
