"""Show one of the owner's designs."""

from dataclasses import dataclass
from uuid import UUID

from application.designs.ports import BeginDesignWork
from application.designs.shown_design import ShownDesign, shown
from domain.designs.wish import Offered
from domain.identity.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowDesign:
    """Raises DesignNotFound, also for somebody else's."""

    begin: BeginDesignWork
    offered: Offered

    async def __call__(self, owner: Owner, design_id: UUID) -> ShownDesign:
        async with self.begin(reading=True) as work:
            design, picture = await work.designs.with_picture(owner.id, design_id)
        return shown(design, picture, self.offered)
