"""Draw what a render is of, and store it under the key of this attempt."""

import hashlib
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from application.designs.draw_preview import DrawPreview
from application.designs.ports import Progress, Renderer
from application.media.ports import Assets
from application.shared.outcomes import Unavailable
from domain.designs.drawing import Drawing, draw
from domain.designs.plan import PrintPlan
from domain.designs.render import Render, RenderedFile, render_key
from domain.designs.wish import Offered
from domain.media.picture import Picture
from domain.media.refusals import AssetNotFound

MEDIA_TYPE = "image/jpeg"
# A place for one file, which is gone at the end of the context.
Scratch = Callable[[], AbstractAsyncContextManager[Path]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeFile:
    """Raises PictureUndecodable, AssetNotFound, Unavailable, TemplateUnknown or FrameUnknown.

    The file is whole and durable under its key when this returns.
    """

    assets: Assets
    renderer: Renderer
    offered: Offered
    draw_preview: DrawPreview
    scratch: Scratch
    preview_long_side_px: int

    async def __call__(
        self, render: Render, picture: Picture, on_progress: Progress
    ) -> RenderedFile:
        key = render_key(render.id, render.attempt)
        if render.plan is None:
            return await self._preview(draw(render.parameters, picture, self.offered), key)
        return await self._print(picture, render.plan, key, on_progress)

    async def _print(
        self, picture: Picture, plan: PrintPlan, key: str, on_progress: Progress
    ) -> RenderedFile:
        async with self.scratch() as drawn:
            try:
                async with self.assets.as_file(picture.asset_key) as original:
                    made = await self.renderer.print_file(original, plan, drawn, on_progress)
            except AssetNotFound as error:
                # Its row is there, so the file is: on a disk that is not mounted, for example.
                raise Unavailable("storage", "the file of a picture is missing") from error
            await self.assets.put_file(key, drawn, MEDIA_TYPE)
        return RenderedFile(
            asset_key=key,
            width_px=made.width_px,
            height_px=made.height_px,
            bytes_count=made.bytes_count,
            md5=made.md5,
            sha256=made.sha256,
        )

    async def _preview(self, drawing: Drawing, key: str) -> RenderedFile:
        made = await self.draw_preview(drawing, self.preview_long_side_px)
        await self.assets.put(key, made.data, MEDIA_TYPE)
        return RenderedFile(
            asset_key=key,
            width_px=made.width_px,
            height_px=made.height_px,
            bytes_count=len(made.data),
            md5=hashlib.md5(made.data, usedforsecurity=False).hexdigest(),
            sha256=hashlib.sha256(made.data).hexdigest(),
        )
