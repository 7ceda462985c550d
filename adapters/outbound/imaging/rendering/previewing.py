"""The preview: the print in its frame on a wall, small enough for a screen."""

from pathlib import Path

from adapters.outbound.imaging.rendering.composing import compose, seen_at
from adapters.outbound.imaging.rendering.damage import drawing
from adapters.outbound.imaging.rendering.decoration import decoration
from adapters.outbound.imaging.rendering.requests import PreviewReply, PreviewRequest
from adapters.outbound.imaging.rendering.scene import Scene
from adapters.outbound.imaging.task import TellProgress


def preview(request: PreviewRequest, _: TellProgress) -> PreviewReply:
    """Raises PictureUndecodable."""
    scene = Scene.of(request.plan, request.look, long_side_px=request.long_side_px)
    around = decoration(scene)
    window = scene.window
    left, top = (c - at for c, at in zip((window.left, window.top), scene.sheet_at, strict=True))
    with drawing():
        sheet = compose(
            Path(request.picture),
            seen_at(request.plan, scene.print_scale, left, top),
            window.width,
            window.height,
            may_shrink=True,
        )
        whole = around.around(sheet)
        whole.jpegsave(request.to, Q=request.quality, keep="none")
    return PreviewReply(width_px=whole.width, height_px=whole.height)
