"""Have a large preview made, to be fetched when it is done."""

from dataclasses import dataclass
from uuid import UUID

from application.designs.order_render import OrderRender
from application.designs.ports import BeginDesignWork
from domain.designs.drawing import draw
from domain.designs.render import Render, RenderKind
from domain.designs.wish import LookWish, Offered
from domain.identity.owner import Owner
from domain.media.erase_files_job import erase_files_jobs


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePreview:
    """Raises DesignNotFound, PictureNotFound, and what is wrong with the wish."""

    begin: BeginDesignWork
    offered: Offered
    order_render: OrderRender
    renderer_version: str
    long_side_px: int
    kept_max: int

    async def __call__(self, owner: Owner, design_id: UUID, wish: LookWish) -> Render:
        """The wish is shown, and not saved."""
        async with self.begin() as work:
            design = await work.designs.get(owner.id, design_id)
            # Held: a deletion at this moment sees the render, or this sees no picture.
            picture = await work.pictures.hold(
                owner.id, wish.picture_id or design.parameters.picture_id
            )
            parameters = self.offered.settle(wish, picture, design.parameters)
            drawing = draw(parameters, picture, self.offered)
            render = await self.order_render(
                work,
                design,
                drawing,
                kind=RenderKind.PREVIEW,
                fingerprint=drawing.kept_preview_fingerprint(
                    self.renderer_version, self.long_side_px
                ),
            )
            # What an owner has looked at before makes room for it.
            gone = await work.renders.forget_previews(owner.id, keep=self.kept_max, but=render.id)
            await work.jobs.add(erase_files_jobs(gone))
            await work.commit()
        return render
