"""Draws a golden case by the very functions that draw for buyers and for the lab."""

from pathlib import Path

import pyvips

from adapters.outbound.imaging.rendering.previewing import preview
from adapters.outbound.imaging.rendering.printing import print_file
from adapters.outbound.imaging.rendering.requests import PreviewRequest, PrintRequest
from domain.designs.plan import PrintPlan
from tests.golden.case import Case, Drawn, Original
from tests.golden.chart import write_chart, write_cut_out

STORED = Path(__file__).with_name("stored")
QUALITY = 92


def write_originals(directory: Path) -> None:
    for original in Original:
        to = directory / original.value
        _ = write_cut_out(to) if original is Original.CUT_OUT else write_chart(to)


def draw(case: Case, originals: Path, to: Path, *, plan: PrintPlan | None = None) -> pyvips.Image:
    """As a file at `to`; another `plan` than the case's own shows what a mistake looks like."""
    picture, plan = str(originals / case.original.value), plan or case.plan
    if case.drawn is Drawn.PRINT:
        print_file(PrintRequest(picture=picture, to=str(to), plan=plan, quality=QUALITY), _not_told)
    else:
        preview(
            PreviewRequest(
                picture=picture,
                to=str(to),
                plan=plan,
                look=case.look,
                long_side_px=case.long_side_px,
                quality=QUALITY,
            ),
            _not_told,
        )
    return pyvips.Image.new_from_file(str(to)).copy_memory()


def stored(case: Case) -> Path:
    return STORED / f"{case.name}.jpg"


def _not_told(_: int) -> None: ...
