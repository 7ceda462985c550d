"""Whatever a buyer does with a picture, the plan fills its place, where and as large as asked."""

from dataclasses import astuple, replace
from math import cos, radians, sin

import pytest
from hypothesis import given

from domain.catalog.frame import Frame
from domain.designs.box import Box
from domain.designs.parameters import Orientation
from domain.designs.placement import Placement
from domain.designs.plan import PlacedPicture, plan_print
from domain.designs.template import Template
from tests.unit.designs.looks import (
    FULL,
    a_frame,
    frames,
    orientations,
    parameters,
    placements,
    sides_px,
    templates,
)

Point = tuple[float, float]


def shown_at(placed: PlacedPicture, point: Point) -> Point:
    """The point of the picture that lies at `point` of the print: the plan, read backwards."""
    angle = radians(-placed.rotation_deg)
    x, y = (c - middle for c, middle in zip(point, placed.box.centre, strict=True))
    return (
        placed.centre[0] + (x * cos(angle) - y * sin(angle)) / placed.scale,
        placed.centre[1] + (x * sin(angle) + y * cos(angle)) / placed.scale,
    )


def corners(box: Box) -> list[Point]:
    return [(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]


@given(placements(), templates, frames, orientations, sides_px, sides_px)
def test_no_corner_is_ever_blank_nor_shows_what_was_cut_off(
    placement: Placement,
    template: Template,
    frame: Frame,
    orientation: Orientation,
    width: int,
    height: int,
) -> None:
    look = parameters(frame, placement, template=template, orientation=orientation)
    placed = plan_print(look, template, frame, (width, height)).picture
    crop = placement.crop.inside(Box(0, 0, width, height))
    for corner in corners(placed.box):
        x, y = shown_at(placed, corner)
        spare = 1e-6 * max(width, height)
        assert crop.left - spare <= x <= crop.right + spare
        assert crop.top - spare <= y <= crop.bottom + spare


@given(placements(), templates, frames, orientations, sides_px, sides_px)
def test_the_centre_is_honoured_unless_a_corner_would_be_blank(
    placement: Placement,
    template: Template,
    frame: Frame,
    orientation: Orientation,
    width: int,
    height: int,
) -> None:
    look = parameters(frame, placement, template=template, orientation=orientation)
    plan = plan_print(look, template, frame, (width, height))
    placed, crop = plan.picture, placement.crop.inside(Box(0, 0, width, height))
    wanted = (
        crop.left + placement.centre_x * crop.width,
        crop.top + placement.centre_y * crop.height,
    )
    got = shown_at(placed, template.picture.inside(plan.window).centre)
    reached = [shown_at(placed, corner) for corner in corners(placed.box)]
    for axis, (least, most) in enumerate(((crop.left, crop.right), (crop.top, crop.bottom))):
        spare = 1e-6 * max(width, height)
        touches_least = min(point[axis] for point in reached) <= least + spare
        touches_most = max(point[axis] for point in reached) >= most - spare
        assert (
            abs(got[axis] - wanted[axis]) <= spare
            # Moved just as far as the edge of the crop lets it go.
            or (touches_least and got[axis] > wanted[axis])
            or (touches_most and got[axis] < wanted[axis])
        )


@given(placements(), frames, sides_px, sides_px)
def test_a_print_that_lies_is_the_mirror_image_of_one_that_stands(
    placement: Placement, frame: Frame, width: int, height: int
) -> None:
    crop = placement.crop
    mirrored = Placement(
        crop=Box(crop.top, crop.left, crop.height, crop.width),
        zoom=placement.zoom,
        centre_x=placement.centre_y,
        centre_y=placement.centre_x,
        rotation_deg=-placement.rotation_deg,
    )
    standing = plan_print(parameters(frame, placement), FULL, frame, (width, height))
    lying = plan_print(
        parameters(frame, mirrored, orientation=Orientation.LANDSCAPE),
        FULL,
        frame,
        (height, width),
    )
    assert (lying.width_px, lying.height_px) == (standing.height_px, standing.width_px)
    assert lying.picture.scale == pytest.approx(standing.picture.scale)
    assert lying.picture.centre == pytest.approx(standing.picture.centre[::-1], abs=1e-6 * width)


@given(placements(), templates, frames, sides_px, sides_px)
def test_a_larger_picture_of_the_same_is_placed_the_same_at_more_dots_per_inch(
    placement: Placement, template: Template, frame: Frame, width: int, height: int
) -> None:
    look = parameters(frame, placement, template=template)
    small = plan_print(look, template, frame, (width, height))
    large = plan_print(look, template, frame, (2 * width, 2 * height))
    assert large.picture.box == small.picture.box
    assert large.picture.scale == pytest.approx(small.picture.scale / 2)
    assert large.picture.centre == pytest.approx(tuple(2 * c for c in small.picture.centre))
    assert abs(large.picture_dpi - 2 * small.picture_dpi) <= 1


def test_a_picture_of_just_the_prints_pixels_lies_on_it_pixel_for_pixel() -> None:
    frame = a_frame((2400, 3000))
    plan = plan_print(parameters(frame), FULL, frame, (2400, 3000))
    assert plan.picture == PlacedPicture(
        box=Box(0, 0, 2400, 3000),
        picture_px=(2400, 3000),
        centre=(1200, 1500),
        scale=1.0,
        rotation_deg=0.0,
    )
    assert plan.picture_dpi == 300


def test_zoom_two_halves_the_dots_per_inch() -> None:
    frame = a_frame((2400, 3000))
    plan = plan_print(parameters(frame, Placement(zoom=2)), FULL, frame, (2400, 3000))
    assert plan.picture_dpi == 150


def test_under_a_mount_the_picture_goes_on_for_half_a_centimetre() -> None:
    frame = a_frame((2400, 3000), mount_mm=35)
    plan = plan_print(parameters(frame), FULL, frame, (2400, 3000))
    assert plan.window == Box(0, 0, 2400, 3000).shrunk(35 / 25.4 * 300)
    box, more = plan.picture.box, 5 / 25.4 * 300
    assert astuple(box) == pytest.approx(astuple(plan.window.shrunk(-more)))


def test_on_a_print_that_lies_a_template_may_lie_differently() -> None:
    template = replace(FULL, picture_landscape=Box(0.25, 0, 0.5, 1))
    frame = a_frame((2000, 3000))
    standing = plan_print(parameters(frame), template, frame, (4000, 4000))
    lying = plan_print(
        parameters(frame, orientation=Orientation.LANDSCAPE), template, frame, (4000, 4000)
    )
    assert standing.picture.box == Box(0, 0, 2000, 3000)
    assert lying.picture.box == Box(750, 0, 1500, 2000)
