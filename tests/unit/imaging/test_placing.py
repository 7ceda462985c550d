"""Each pixel of a print shows the point of the picture that the plan says, to parts of a pixel."""

import pytest
import pyvips
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.outbound.imaging.rendering.composing import seen_at
from adapters.outbound.imaging.rendering.placing import Laid, lay
from adapters.outbound.imaging.rendering.source import Source
from domain.designs.box import Box
from domain.designs.parameters import Orientation
from domain.designs.placement import CROP_LEAST, ZOOM_MAX, Placement
from domain.designs.plan import PlacedPicture, PrintPlan, plan_print
from domain.designs.template import Template
from tests.unit.designs.looks import FULL, a_frame, orientations, parameters, placements, templates
from tests.unit.designs.test_plan_print import shown_at

# A filter at the very edge of a picture sees less of it, and so does the place of a gradient there.
FROM_EDGE_PX = 4
# libvips finds points between two pixels in so many steps.
STEPS = 64
sides_px = st.integers(40, 400)


def a_plan(
    placement: Placement,
    template: Template,
    orientation: Orientation,
    area_px: tuple[int, int],
    picture_px: tuple[int, int],
) -> PrintPlan:
    frame = a_frame(area_px)
    look = parameters(frame, placement, template=template, orientation=orientation)
    return plan_print(look, template, frame, picture_px)


def coordinates(width: int, height: int) -> pyvips.Image:
    """A picture that shows at each point where in the picture it is."""
    return pyvips.Image.xyz(width, height).cast("float") + 0.5


def furthest_off_px(placed: PlacedPicture, laid: Laid, per_px: float) -> float:
    """In pixels of the print, at points away from the edges of the picture."""
    worst = 0.0
    width, height = placed.picture_px
    for across in (0.1, 0.37, 0.5, 0.9):
        for down in (0.1, 0.5, 0.63, 0.9):
            x, y = int(across * laid.image.width), int(down * laid.image.height)
            wanted = shown_at(placed, (laid.left + x + 0.5, laid.top + y + 0.5))
            margin = FROM_EDGE_PX * max(1.0, 1 / placed.scale) + FROM_EDGE_PX / per_px
            if not (margin < wanted[0] < width - margin and margin < wanted[1] < height - margin):
                continue
            got = laid.image(x, y)
            off = (abs(g / per_px - w) * placed.scale for g, w in zip(got, wanted, strict=True))
            worst = max(worst, *off)
    return worst


@settings(max_examples=150)
@given(
    placements(zoom_max=8),
    templates,
    orientations,
    st.tuples(sides_px, sides_px),
    st.tuples(sides_px, sides_px),
)
def test_every_point_lies_where_the_plan_puts_it(
    placement: Placement,
    template: Template,
    orientation: Orientation,
    area_px: tuple[int, int],
    picture_px: tuple[int, int],
) -> None:
    placed = a_plan(placement, template, orientation, area_px, picture_px).picture
    laid = lay(Source(coordinates(*picture_px), (1.0, 1.0)), placed)
    # What is enlarged or turned lies exactly; what is only made smaller is cut at whole pixels.
    exact = placed.scale >= 1 or placed.rotation_deg % 90 != 0
    off_px = placed.scale / STEPS if exact else 0.7
    assert furthest_off_px(placed, laid, 1.0) < off_px + 0.05


# Seen from so near, what lies around a pixel of the copy has to be there as well.
@example(
    Placement(crop=Box(0.0, 0.0, 0.5, 0.5), zoom=6.0, centre_x=1, centre_y=1, rotation_deg=1),
    FULL,
    Orientation.PORTRAIT,
    (40, 40),
)
@given(placements(zoom_max=8), templates, orientations, st.tuples(sides_px, sides_px))
def test_a_smaller_copy_of_the_picture_shows_the_same(
    placement: Placement,
    template: Template,
    orientation: Orientation,
    copy_px: tuple[int, int],
) -> None:
    picture_px = (copy_px[0] * 4, copy_px[1] * 4)
    placed = a_plan(placement, template, orientation, (300, 400), picture_px).picture
    laid = lay(Source(coordinates(*copy_px), (0.25, 0.25)), placed)
    assert furthest_off_px(placed, laid, 0.25) < 0.75 + placed.scale / 0.25 / STEPS


@given(
    placements(),
    templates,
    orientations,
    st.floats(0.02, 1.0),
    st.tuples(st.floats(-50, 50), st.floats(-50, 50)),
)
def test_a_preview_shows_at_each_point_what_the_print_does(
    placement: Placement,
    template: Template,
    orientation: Orientation,
    scale: float,
    corner: tuple[float, float],
) -> None:
    plan = a_plan(placement, template, orientation, (2400, 3000), (4000, 3000))
    preview = seen_at(plan, scale, *corner)
    box = plan.picture.box
    for across, down in ((0, 0), (1, 0), (0.3, 0.8), (1, 1)):
        point = (box.left + across * box.width, box.top + down * box.height)
        there = (point[0] * scale - corner[0], point[1] * scale - corner[1])
        of_print, of_preview = shown_at(plan.picture, point), shown_at(preview.picture, there)
        assert abs(of_print[0] - of_preview[0]) < 1e-5
        assert abs(of_print[1] - of_preview[1]) < 1e-5


@pytest.mark.parametrize("rotation_deg", [0.0, 90.0, 180.0, 7.5])
@pytest.mark.parametrize("picture_px", [(4000, 3000), (400, 300), (100, 100)])
def test_the_most_that_a_picture_is_enlarged_shows_the_right_part_of_it(
    picture_px: tuple[int, int], rotation_deg: float
) -> None:
    """libvips takes no larger offset than ten million pixels, and drew the first pixel instead."""
    placement = Placement(
        crop=Box(0.75, 0.75, CROP_LEAST, CROP_LEAST), zoom=ZOOM_MAX, rotation_deg=rotation_deg
    )
    area_px = (9_600, 12_000)
    placed = a_plan(placement, FULL, Orientation.PORTRAIT, area_px, picture_px).picture
    laid = lay(Source(coordinates(*picture_px), (1.0, 1.0)), placed)
    assert furthest_off_px(placed, laid, 1.0) < placed.scale / STEPS
