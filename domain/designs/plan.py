"""From parameters to pixels: where everything lies on the print, worked out once for all sizes."""

from dataclasses import dataclass
from math import cos, radians, sin

from domain.catalog.frame import Frame
from domain.catalog.print_quality import PRINT_AREA_DPI
from domain.designs.box import Box
from domain.designs.parameters import Orientation, Parameters
from domain.designs.placement import Placement
from domain.designs.template import Align, Template

MM_PER_INCH = 25.4
# The picture goes on under the mount for this far, so that no white edge shows if it slips.
UNDER_MOUNT_MM = 5.0
TOUCHES = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPicture:
    """`box` (in pixels of the print) is filled to its corners by the picture.

    The point `centre` of the picture, in its own pixels, lies in the middle of the box. One pixel
    of the picture is `scale` pixels of the print, turned clockwise by `rotation_deg`. Whoever has
    only a smaller copy of the picture knows by `picture_px`, (width, height), how much smaller.
    """

    box: Box
    picture_px: tuple[int, int]
    centre: tuple[float, float]
    scale: float
    rotation_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedText:
    """In pixels of the print."""

    text: str
    box: Box
    font: str
    colour: str
    align: Align


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintPlan:
    """`window` is what the mount leaves visible, all of the print if there is none."""

    width_px: int
    height_px: int
    dpi: int
    paper: str
    window: Box
    picture: PlacedPicture
    texts: tuple[PlacedText, ...]

    @property
    def picture_dpi(self) -> int:
        """Pixels of the picture on an inch of paper, rounded down so as not to flatter."""
        return int(self.dpi / self.picture.scale)


def plan_print(
    parameters: Parameters, template: Template, frame: Frame, picture_px: tuple[int, int]
) -> PrintPlan:
    """For the upright picture of (width, height) `picture_px`, at the lab's pixels."""
    width_px, height_px = frame.print_area_px
    if parameters.orientation is Orientation.LANDSCAPE:
        width_px, height_px = height_px, width_px
    sheet = Box(0.0, 0.0, float(width_px), float(height_px))
    window = sheet.shrunk(_px(frame.mount_mm))
    slots = {slot.id: slot for slot in template.texts}
    place = template.picture_in(parameters.orientation)
    return PrintPlan(
        width_px=width_px,
        height_px=height_px,
        dpi=PRINT_AREA_DPI,
        paper=parameters.paper,
        window=window,
        picture=_placed(
            parameters.placement,
            seen=place.inside(window),
            printed=_under_mount(place, window, frame.mount_mm),
            picture_px=picture_px,
        ),
        texts=tuple(
            PlacedText(
                text=text,
                box=slots[name].box_in(parameters.orientation).inside(window),
                font=slots[name].font,
                colour=slots[name].colour,
                align=slots[name].align,
            )
            for name, text in parameters.texts
        ),
    )


def _under_mount(place: Box, window: Box, mount_mm: int) -> Box:
    """The place of the picture, longer wherever it ends at the mount."""
    more = _px(min(UNDER_MOUNT_MM, mount_mm))
    seen = place.inside(window)
    left = seen.left - more * (place.left <= TOUCHES)
    top = seen.top - more * (place.top <= TOUCHES)
    right = seen.right + more * (place.right >= 1 - TOUCHES)
    bottom = seen.bottom + more * (place.bottom >= 1 - TOUCHES)
    return Box(left, top, right - left, bottom - top)


def _placed(
    placement: Placement, *, seen: Box, printed: Box, picture_px: tuple[int, int]
) -> PlacedPicture:
    whole = Box(0.0, 0.0, float(picture_px[0]), float(picture_px[1]))
    cut = placement.crop.inside(whole)
    cosine, sine = _turn(placement.rotation_deg)
    # What the box needs of the picture, along the picture's own axes.
    need_x = printed.width * abs(cosine) + printed.height * abs(sine)
    need_y = printed.width * abs(sine) + printed.height * abs(cosine)
    scale = placement.zoom * max(need_x / cut.width, need_y / cut.height)
    aside_x = printed.centre[0] - seen.centre[0]
    aside_y = printed.centre[1] - seen.centre[1]
    wanted_x = cut.left + placement.centre_x * cut.width
    wanted_y = cut.top + placement.centre_y * cut.height
    # A step on the print is a step on the picture turned back by its angle.
    wanted_x += (aside_x * cosine + aside_y * sine) / scale
    wanted_y += (aside_y * cosine - aside_x * sine) / scale
    return PlacedPicture(
        box=printed,
        picture_px=picture_px,
        centre=(
            _between(wanted_x, cut.left, cut.right, need_x / scale / 2),
            _between(wanted_y, cut.top, cut.bottom, need_y / scale / 2),
        ),
        scale=scale,
        rotation_deg=placement.rotation_deg,
    )


def _turn(degrees: float) -> tuple[float, float]:
    """Cosine and sine, exact at right angles."""
    if degrees % 90 == 0:
        return {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}[
            int(degrees) % 360
        ]
    return cos(radians(degrees)), sin(radians(degrees))


def _between(wanted: float, first: float, last: float, margin: float) -> float:
    """`wanted`, kept `margin` away from both ends; their middle if there is no room at all."""
    if last - first <= 2 * margin:
        return (first + last) / 2
    return min(max(wanted, first + margin), last - margin)


def _px(millimetres: float) -> float:
    return millimetres / MM_PER_INCH * PRINT_AREA_DPI
