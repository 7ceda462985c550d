"""Small pictures and the plans to print them by."""

from pathlib import Path

import pyvips

from domain.catalog.frame import Frame
from domain.designs.parameters import Orientation
from domain.designs.placement import Placement
from domain.designs.plan import PrintPlan, plan_print
from domain.designs.template import Template
from tests.unit.designs.looks import FULL, a_frame, parameters

RED, BLUE = (200, 30, 30), (30, 30, 200)


def red_over_blue(to: Path, width: int = 60, height: int = 80) -> Path:
    image = (pyvips.Image.black(width, height, bands=3) + list(RED)).cast("uchar")
    image = image.copy(interpretation="srgb")
    image.draw_rect(list(BLUE), 0, height // 2, width, height // 2, fill=True).write_to_file(
        str(to)
    )
    return to


def plan_for(
    picture_px: tuple[int, int] = (60, 80),
    frame: Frame | None = None,
    *,
    placement: Placement | None = None,
    template: Template = FULL,
    orientation: Orientation = Orientation.PORTRAIT,
    paper: str = "#ffffff",
    texts: tuple[tuple[str, str], ...] = (),
) -> PrintPlan:
    frame = frame or a_frame((300, 400))
    look = parameters(
        frame, placement, template=template, orientation=orientation, paper=paper, texts=texts
    )
    return plan_print(look, template, frame, picture_px)
