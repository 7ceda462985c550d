"""Change how a draft looks: a new revision, if it looks different at all."""

from dataclasses import dataclass
from uuid import UUID

from application.designs.ports import BeginDesignWork
from application.designs.shown_design import ShownDesign, shown
from application.shared.ports import Clock
from domain.designs.limits import DesignLimits
from domain.designs.refusals import DesignFrozen, DesignRevisionDiffers
from domain.designs.wish import LookWish, Offered
from domain.identity.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDesign:
    """Raises DesignNotFound, PictureNotFound, DesignFrozen, DesignRevisionDiffers,
    TooManyRevisions, and what is wrong with the wish.
    """

    begin: BeginDesignWork
    offered: Offered
    limits: DesignLimits
    clock: Clock

    async def __call__(
        self, owner: Owner, design_id: UUID, wish: LookWish, *, if_revision: int | None = None
    ) -> ShownDesign:
        """`if_revision` is the one the client saw, so that two tabs do not undo each other."""
        async with self.begin() as work:
            design = await work.designs.hold(owner.id, design_id)
            if if_revision is not None and if_revision != design.revision:
                raise DesignRevisionDiffers(facts={"revision": design.revision})
            if design.is_final:
                raise DesignFrozen
            picture = await work.pictures.get(
                owner.id, wish.picture_id or design.parameters.picture_id
            )
            parameters = self.offered.settle(wish, picture, design.parameters)
            changed = design.changed(parameters, at=self.clock.now())
            if changed != design:
                self.limits.check_revision(changed)
                await work.designs.save(changed)
                await work.commit()
        return shown(changed, picture, self.offered)
