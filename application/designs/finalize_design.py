"""Freeze a design and have its print file made."""

from dataclasses import dataclass
from uuid import UUID

from application.designs.order_render import OrderRender
from application.designs.ports import BeginDesignWork, DesignWork
from application.shared.ports import Clock
from domain.designs.design import Design
from domain.designs.drawing import draw
from domain.designs.refusals import DesignRevisionDiffers
from domain.designs.render import Render, RenderKind
from domain.designs.status import DesignStatus, RenderStatus
from domain.designs.wish import Offered
from domain.identity.owner import Owner

STATUS = {
    RenderStatus.QUEUED: DesignStatus.QUEUED,
    RenderStatus.PROCESSING: DesignStatus.QUEUED,
    RenderStatus.COMPLETED: DesignStatus.READY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalizeDesign:
    """Asked again, it answers the same.

    Raises DesignNotFound, PictureNotFound, PictureTooSmall, DesignRevisionDiffers.
    """

    begin: BeginDesignWork
    offered: Offered
    order_render: OrderRender
    clock: Clock

    async def __call__(
        self, owner: Owner, design_id: UUID, *, if_revision: int | None = None
    ) -> Render:
        """`if_revision` is the one the buyer saw last."""
        async with self.begin() as work:
            design = await work.designs.hold(owner.id, design_id)
            if if_revision is not None and if_revision != design.revision:
                raise DesignRevisionDiffers(facts={"revision": design.revision})
            if design.render_id is not None:
                return await work.renders.get(owner.id, design.render_id)
            render = await self._freeze(work, design)
            await work.commit()
        return render

    async def _freeze(self, work: DesignWork, design: Design) -> Render:
        # Held, so that nobody deletes a picture of which the print file is being made.
        picture = await work.pictures.hold(design.owner_id, design.parameters.picture_id)
        drawing = draw(design.parameters, picture, self.offered)
        drawing.check_prints(self.offered.catalogue)
        render = await self.order_render(
            work, design, drawing, kind=RenderKind.FINAL, fingerprint=drawing.print_fingerprint
        )
        at = self.clock.now()
        final = design.finalized(render.id, STATUS[render.status], at=at)
        if render.status is RenderStatus.PROCESSING:
            final = final.moved_to(DesignStatus.RENDERING, at=at)
        await work.designs.save(final)
        if render.status is RenderStatus.QUEUED:
            # An equal design whose render had failed waits for this one now, too.
            await work.designs.follow(render.id, DesignStatus.QUEUED, at)
        return render
