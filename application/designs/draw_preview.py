"""Draw a preview from the smallest stored copy of the picture that is sharp enough for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from application.designs.ports import PreviewImage, Renderer
from application.media.ports import Assets
from domain.designs.drawing import Drawing
from domain.media.picture_files import thumbnail_key
from domain.media.refusals import AssetNotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawPreview:
    """Raises PictureUndecodable, AssetNotFound or Unavailable.

    `wait_s` is for whoever would rather be told that nobody is free.
    """

    assets: Assets
    renderer: Renderer
    wait_s: float | None = None

    async def __call__(self, drawing: Drawing, long_side_px: int) -> PreviewImage:
        *smaller, original = _copies(drawing, long_side_px)
        for key in smaller:
            try:
                return await self._draw(key, drawing, long_side_px)
            except AssetNotFound:
                # Thumbnails can be made again; the picture is what must be there.
                continue
        return await self._draw(original, drawing, long_side_px)

    async def _draw(self, key: str, drawing: Drawing, long_side_px: int) -> PreviewImage:
        async with self.assets.as_file(key) as file:
            return await self.renderer.preview(
                file,
                drawing.plan,
                drawing.look,
                long_side_px=long_side_px,
                wait_s=self.wait_s,
            )


def _copies(drawing: Drawing, long_side_px: int) -> Iterator[str]:
    """From the smallest on that needs no enlarging; the picture itself comes last."""
    plan, picture = drawing.plan, drawing.picture
    # The frame around it takes its share, so the print is drawn no larger than this.
    drawn = long_side_px / max(plan.width_px, plan.height_px) * plan.picture.scale
    needed_px = picture.width_px * min(1.0, drawn)
    for width_px in sorted(picture.thumbnail_widths):
        if width_px >= needed_px:
            yield thumbnail_key(picture.asset_key, width_px)
            break
    yield picture.asset_key
