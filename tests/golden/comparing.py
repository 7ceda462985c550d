"""How different two pictures look to the eye, by CIE dE00: 1 can just be seen, 100 is all."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyvips

# Below these two renders are the same to anybody; what moves a line by a pixel is far above.
MEAN_MAX = 0.35
MOST_MAX = 4.0
SOMEWHERE_MAX = 3.0
# Of this many pixels to a side the mean is taken: a word, or a corner, may be all that is wrong.
PLACE_PX = 8


@dataclass(frozen=True, slots=True)
class Difference:
    """`most` is what 99 of 100 pixels stay below, `somewhere` the mean of the worst place."""

    mean: float
    most: float
    somewhere: float

    @property
    def is_seen(self) -> bool:
        return self.mean > MEAN_MAX or self.most > MOST_MAX or self.somewhere > SOMEWHERE_MAX


def difference(one: pyvips.Image, other: pyvips.Image) -> Difference:
    if (one.width, one.height) != (other.width, other.height):
        return Difference(mean=100.0, most=100.0, somewhere=100.0)
    distance = one.colourspace("lab").dE00(other.colourspace("lab"))
    return Difference(
        mean=distance.avg(),
        most=(distance * 100).cast("ushort").percent(99) / 100,
        somewhere=distance.shrink(PLACE_PX, PLACE_PX).max(),
    )


def colour_at(image: pyvips.Image, across: float, down: float, around: int = 2) -> list[float]:
    """The mean of the pixels around a point in fractions of the picture, in sRGB."""
    x, y = round(across * image.width), round(down * image.height)
    left, top = max(0, x - around), max(0, y - around)
    width = min(2 * around + 1, image.width - left)
    part = image.crop(left, top, width, min(2 * around + 1, image.height - top))
    return [part[band].avg() for band in range(3)]


def nearest(found: list[float], colours: dict[str, tuple[int, int, int]]) -> str:
    """The name of the colour that looks most like `found`."""
    return min(colours, key=lambda name: _distance(found, colours[name]))


def _distance(one: Sequence[float], other: Sequence[float]) -> float:
    return float(_pixel(one).dE00(_pixel(other)).avg())


def _pixel(colour: Sequence[float]) -> pyvips.Image:
    pixel = (pyvips.Image.black(1, 1, bands=3) + list(colour)).cast("uchar")
    return pixel.copy(interpretation="srgb").colourspace("lab")
