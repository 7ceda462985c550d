"""Show how a design looks while its sliders still move."""

from dataclasses import dataclass
from uuid import UUID

from application.designs.draw_in_turn import DrawInTurn, WantedPreview
from application.designs.ports import BeginDesignWork, PreviewImage, Previews
from domain.designs.drawing import draw
from domain.designs.wish import LookWish, Offered
from domain.identity.owner import Owner
from domain.media.picture import Picture
from domain.media.refusals import PictureNotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPreview:
    """`image` is None when the caller has it already; `crc32` is of the parameters."""

    fingerprint: str
    crc32: str
    image: PreviewImage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewDesign:
    """From the cache, else drawn now, when it is the owner's turn.

    Raises DesignNotFound, PictureNotFound, PictureUndecodable, Unavailable, and what is wrong
    with the wish.
    """

    begin: BeginDesignWork
    offered: Offered
    previews: Previews
    draw: DrawInTurn
    renderer_version: str
    long_side_px: int

    async def __call__(
        self, owner: Owner, design_id: UUID, wish: LookWish, *, known: frozenset[str] = frozenset()
    ) -> ShownPreview:
        """The wish is shown, and not saved. `known` are fingerprints that the caller has."""
        wanted = await self._wanted(owner, design_id, wish)
        image = None
        if wanted.fingerprint not in known:
            image = await self.previews.get(wanted.fingerprint)
            if image is None:
                image = await self.draw(owner, wanted)
        return ShownPreview(
            fingerprint=wanted.fingerprint, crc32=wanted.drawing.parameters.crc32, image=image
        )

    async def _wanted(self, owner: Owner, design_id: UUID, wish: LookWish) -> WantedPreview:
        picture: Picture | None
        async with self.begin(reading=True) as work:
            design, picture = await work.designs.with_picture(owner.id, design_id)
            if wish.picture_id not in (None, design.parameters.picture_id):
                picture = await work.pictures.get(owner.id, wish.picture_id or design.id)
        if picture is None:
            raise PictureNotFound("The picture of this design was deleted.", field="imageId")
        parameters = design.parameters
        if not wish.is_empty:
            parameters = self.offered.settle(wish, picture, parameters)
        drawing = draw(parameters, picture, self.offered)
        return WantedPreview(
            drawing=drawing,
            fingerprint=drawing.preview_fingerprint(self.renderer_version, self.long_side_px),
            long_side_px=self.long_side_px,
            is_tried=parameters != design.parameters,
        )
