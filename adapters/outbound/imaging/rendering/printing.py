"""The print file: the plan's exact pixels, streamed from the picture into a JPEG."""

from pathlib import Path

import pyvips

from adapters.outbound.imaging.rendering.composing import compose
from adapters.outbound.imaging.rendering.damage import drawing
from adapters.outbound.imaging.rendering.jfif import jpeg_with_density
from adapters.outbound.imaging.rendering.requests import PrintReply, PrintRequest
from adapters.outbound.imaging.task import TellProgress


def print_file(request: PrintRequest, tell: TellProgress) -> PrintReply:
    """Raises PictureUndecodable. The file has its name only once it is whole."""
    plan, to = request.plan, Path(request.to)
    part = to.with_name(f"{to.name}.part")
    with drawing():
        sheet = compose(
            Path(request.picture), plan, plan.width_px, plan.height_px, may_shrink=False
        )
        percents = _Percents(tell)
        percents.watch(sheet)
        with jpeg_with_density(part, plan.dpi) as target:
            sheet.jpegsave_target(
                target, Q=request.quality, subsample_mode="off", keep="none", profile="srgb"
            )
    part.replace(to)
    percents.reach(100)
    return PrintReply(width_px=sheet.width, height_px=sheet.height)


class _Percents:
    """Each is told once, up to 100: libvips repeats them, and leaves some out."""

    def __init__(self, tell: TellProgress) -> None:
        self._tell = tell
        self._told = 0

    def watch(self, image: pyvips.Image) -> None:
        image.set_progress(True)
        image.signal_connect("eval", lambda _, progress: self.reach(progress.percent))

    def reach(self, percent: int) -> None:
        if percent > self._told:
            self._told = percent
            self._tell(percent)
