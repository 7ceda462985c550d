"""How a picture lies in its place: cut, shifted, enlarged and turned."""

from dataclasses import dataclass, fields
from math import isfinite

from domain.designs.box import UNIT, Box
from domain.designs.refusals import PlacementInvalid

ZOOM_MAX = 20.0
CROP_LEAST = 0.01
# Finer than any printer: a ten-thousandth of the picture, a hundredth of a degree.
POSITION_DECIMALS = 4
ZOOM_DECIMALS = 4
ANGLE_DECIMALS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Of the upright picture, independent of its pixels and of the size of the print.

    `crop` is the part of the picture that may be seen, in fractions of it. `zoom` 1 just covers
    the place, whatever the angle. (`centre_x`, `centre_y`) is the point of the cropped picture,
    in fractions, that should lie in the middle of its place; it is moved as little as needed to
    leave no corner blank. `rotation_deg` is clockwise.
    """

    crop: Box = UNIT
    zoom: float = 1.0
    centre_x: float = 0.5
    centre_y: float = 0.5
    rotation_deg: float = 0.0

    def __post_init__(self) -> None:
        """Raises PlacementInvalid. Equal to the eye is made equal."""
        settled = {
            "zoom": _within("zoom", self.zoom, 1.0, ZOOM_MAX, ZOOM_DECIMALS),
            "centre_x": _within("centreX", self.centre_x, 0.0, 1.0, POSITION_DECIMALS),
            "centre_y": _within("centreY", self.centre_y, 0.0, 1.0, POSITION_DECIMALS),
            "rotation_deg": _turned(self.rotation_deg),
            "crop": _cut(self.crop),
        }
        for name, value in settled.items():
            object.__setattr__(self, name, value)

    @property
    def is_right_angle(self) -> bool:
        return self.rotation_deg % 90 == 0


def _within(name: str, given: float, least: float, most: float, decimals: int) -> float:
    if not isfinite(given) or not least <= given <= most:
        raise PlacementInvalid(
            f"{name} must be from {least:g} to {most:g}.",
            field=f"placement.{name}",
            facts={"least": least, "most": most},
        )
    # Adding zero makes -0.0 and 0.0 the same in writing, too.
    return round(given, decimals) + 0.0


def _turned(given: float) -> float:
    """From -180 (exclusive) to 180."""
    settled = _within("rotation", given, -360.0, 360.0, ANGLE_DECIMALS) % 360
    return round(settled - 360 if settled > 180 else settled, ANGLE_DECIMALS) + 0.0


def _cut(given: Box) -> Box:
    names = [field.name for field in fields(given)]
    left, top, width, height = (
        _within(f"crop.{name}", getattr(given, name), 0.0, 1.0, POSITION_DECIMALS) for name in names
    )
    too_far = 10**-POSITION_DECIMALS / 2
    if min(width, height) < CROP_LEAST or max(left + width, top + height) > 1 + too_far:
        raise PlacementInvalid(
            "The crop must lie inside the picture and be at least a hundredth of it.",
            field="placement.crop",
            facts={"least": CROP_LEAST},
        )
    return Box(left, top, min(width, 1 - left), min(height, 1 - top))
