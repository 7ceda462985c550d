"""What lies on the paper: the picture and the texts, at whatever size is asked for."""

from dataclasses import replace
from pathlib import Path

import pyvips

from adapters.outbound.imaging.rendering.lettering import lettering
from adapters.outbound.imaging.rendering.placing import lay
from adapters.outbound.imaging.rendering.source import open_source
from domain.designs.box import Box
from domain.designs.colour import channels
from domain.designs.plan import PrintPlan


def compose(
    file: Path, plan: PrintPlan, width_px: int, height_px: int, *, may_shrink: bool
) -> pyvips.Image:
    """The whole sheet, `width_px` by `height_px`; nothing is drawn before it is written."""
    laid = lay(open_source(file, plan.picture, plan.paper, may_shrink=may_shrink), plan.picture)
    sheet = laid.image
    if (laid.left, laid.top, sheet.width, sheet.height) != (0, 0, width_px, height_px):
        sheet = sheet.embed(
            laid.left,
            laid.top,
            width_px,
            height_px,
            extend="background",
            background=list(channels(plan.paper)),
        )
    for placed in plan.texts:
        written = lettering(placed)
        if written is not None:
            sheet = written.onto(sheet)
    return sheet


def seen_at(plan: PrintPlan, scale: float, left: float, top: float) -> PrintPlan:
    """The same plan drawn `scale` times as large, from the point (`left`, `top`) of that on."""
    return replace(
        plan,
        window=_moved(plan.window, scale, left, top),
        picture=replace(
            plan.picture,
            box=_moved(plan.picture.box, scale, left, top),
            scale=plan.picture.scale * scale,
        ),
        texts=tuple(replace(text, box=_moved(text.box, scale, left, top)) for text in plan.texts),
    )


def _moved(box: Box, scale: float, left: float, top: float) -> Box:
    return Box(
        box.left * scale - left, box.top * scale - top, box.width * scale, box.height * scale
    )
