"""Lays a picture into its box, so that each pixel shows the point of the picture that it should."""

from dataclasses import dataclass
from math import ceil, cos, floor, radians, sin

import pyvips

from adapters.outbound.imaging.rendering.source import Source
from domain.designs.plan import PlacedPicture

# Pixels that a filter may look at beyond what it draws.
AROUND = 4


@dataclass(frozen=True, slots=True)
class Laid:
    """`image` belongs at (`left`, `top`) of what is drawn; every pixel of it is picture."""

    image: pyvips.Image
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class _Pixels:
    """The pixels whose middle lies in the box, so that none of them shows what is beyond it."""

    left: int
    top: int
    width: int
    height: int

    @classmethod
    def of(cls, placed: PlacedPicture) -> "_Pixels":
        left, top = ceil(placed.box.left - 0.5), ceil(placed.box.top - 0.5)
        right, bottom = ceil(placed.box.right - 0.5), ceil(placed.box.bottom - 0.5)
        return cls(left, top, max(1, right - left), max(1, bottom - top))


def lay(source: Source, placed: PlacedPicture) -> Laid:
    pixels = _Pixels.of(placed)
    if placed.rotation_deg % 90 == 0:
        image = _upright(*_turned(source, placed), placed, pixels)
    else:
        image = _at_an_angle(source, placed, pixels)
    return Laid(image, pixels.left, pixels.top)


@dataclass(frozen=True, slots=True)
class _Axis:
    """Along one side of the print: `scale` and the point of `size` source pixels amid the box."""

    middle: float
    centre: float
    scale: float
    size: int

    def source_of(self, at: float) -> float:
        return self.centre + (at - self.middle) / self.scale


def _turned(source: Source, placed: PlacedPicture) -> tuple[pyvips.Image, _Axis, _Axis]:
    image = source.image
    x, y = (c * per for c, per in zip(placed.centre, source.per_px, strict=True))
    scale_x, scale_y = (placed.scale / per for per in source.per_px)
    turns = int(placed.rotation_deg // 90) % 4
    width, height = image.width, image.height
    if turns == 1:
        image, x, y = image.rot90(), height - y, x
    elif turns == 2:
        image, x, y = image.rot180(), width - x, height - y
    elif turns == 3:
        image, x, y = image.rot270(), y, width - x
    if turns % 2:
        scale_x, scale_y = scale_y, scale_x
    middle_x, middle_y = placed.box.centre
    return (
        image,
        _Axis(middle_x, x, scale_x, image.width),
        _Axis(middle_y, y, scale_y, image.height),
    )


def _upright(
    image: pyvips.Image, x: _Axis, y: _Axis, placed: PlacedPicture, pixels: _Pixels
) -> pyvips.Image:
    if x.scale >= 1:
        return _enlarged(image, x, y, pixels)
    # Every edge is cut at the nearest pixel of the picture, of which several make one of the print.
    left, right = _cut(x, pixels.left, pixels.width)
    top, bottom = _cut(y, pixels.top, pixels.height)
    part = image.crop(left, top, right - left, bottom - top)
    return part.resize(
        pixels.width / part.width, vscale=pixels.height / part.height, kernel="lanczos3"
    )


def _cut(axis: _Axis, first: int, count: int) -> tuple[int, int]:
    begin = min(max(0, round(axis.source_of(first))), axis.size - 1)
    return begin, max(begin + 1, min(axis.size, round(axis.source_of(first + count))))


def _enlarged(image: pyvips.Image, x: _Axis, y: _Axis, pixels: _Pixels) -> pyvips.Image:
    """libvips enlarges in a `resize` by this very operation, which does it between pixels, too.

    It is handed no more than is seen: of where a picture begins it takes no number beyond ten
    million pixels of the print, and would draw another part of it.
    """
    left, right = _seen(x, pixels.left, pixels.width)
    top, bottom = _seen(y, pixels.top, pixels.height)
    return image.crop(left, top, right - left, bottom - top).affine(
        [x.scale, 0, 0, y.scale],
        interpolate=pyvips.Interpolate.new("bicubic"),
        oarea=[pixels.left, pixels.top, pixels.width, pixels.height],
        odx=x.middle - 0.5 - x.scale * (x.centre - left - 0.5),
        ody=y.middle - 0.5 - y.scale * (y.centre - top - 0.5),
        extend="copy",
    )


def _seen(axis: _Axis, first: int, count: int) -> tuple[int, int]:
    return _inside(
        axis.source_of(first) - AROUND, axis.source_of(first + count) + AROUND, axis.size
    )


def _at_an_angle(source: Source, placed: PlacedPicture, pixels: _Pixels) -> pyvips.Image:
    """A smaller picture is made first, if need be: turning alone would leave jagged lines."""
    image = source.image
    per_x, per_y = source.per_px
    left, top, right, bottom = _reach(placed, pixels, min(source.per_px))
    left, right = _inside(left * per_x, right * per_x, image.width)
    top, bottom = _inside(top * per_y, bottom * per_y, image.height)
    image = image.crop(left, top, right - left, bottom - top)
    x, y = placed.centre[0] * per_x - left, placed.centre[1] * per_y - top
    scale_x, scale_y = placed.scale / per_x, placed.scale / per_y
    if scale_x < 1:
        width, height = image.width, image.height
        image = image.resize(scale_x, vscale=scale_y, kernel="lanczos3")
        # It keeps the middle of the picture in the middle, whatever the rounding.
        x = (x - width / 2) * scale_x + image.width / 2
        y = (y - height / 2) * scale_y + image.height / 2
        scale_x = scale_y = 1.0
    angle = radians(placed.rotation_deg)
    cosine, sine = cos(angle), sin(angle)
    matrix = [cosine * scale_x, -sine * scale_y, sine * scale_x, cosine * scale_y]
    middle_x, middle_y = placed.box.centre
    return image.affine(
        matrix,
        interpolate=pyvips.Interpolate.new("bicubic"),
        oarea=[pixels.left, pixels.top, pixels.width, pixels.height],
        odx=middle_x - 0.5 - matrix[0] * (x - 0.5) - matrix[1] * (y - 0.5),
        ody=middle_y - 0.5 - matrix[2] * (x - 0.5) - matrix[3] * (y - 0.5),
        extend="copy",
    )


def _reach(
    placed: PlacedPicture, pixels: _Pixels, per_px: float
) -> tuple[float, float, float, float]:
    """What the box shows at most of the picture: left, top, right and bottom, in its own pixels.

    The filter looks around by pixels of the copy, of which one is `1 / per_px` of the picture.
    """
    cosine, sine = abs(cos(radians(placed.rotation_deg))), abs(sin(radians(placed.rotation_deg)))
    half_x = (pixels.width * cosine + pixels.height * sine) / 2 / placed.scale
    half_y = (pixels.width * sine + pixels.height * cosine) / 2 / placed.scale
    more = AROUND * max(1 / per_px, 1 / placed.scale)
    x, y = placed.centre
    return x - half_x - more, y - half_y - more, x + half_x + more, y + half_y + more


def _inside(first: float, last: float, size: int) -> tuple[int, int]:
    begin = min(max(0, floor(first)), size - 1)
    return begin, max(begin + 1, min(size, ceil(last)))
