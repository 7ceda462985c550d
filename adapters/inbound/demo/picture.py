"""The picture that is bought: a landscape painted on the spot, or a photograph of yours."""

import math
from pathlib import Path

import pyvips

from adapters.inbound.demo.refusals import DemoFailed

WIDTH_PX = 3000
HEIGHT_PX = 2400
SKY_TOP, SKY_LOW = (44.0, 62.0, 110.0), (247.0, 190.0, 140.0)
SUN = (255.0, 236.0, 205.0)
HILLS = ((158.0, 116.0, 134.0), (104.0, 84.0, 118.0), (62.0, 58.0, 92.0), (30.0, 34.0, 60.0))


def painted_picture(width: int = WIDTH_PX, height: int = HEIGHT_PX) -> bytes:
    """A JPEG of an evening over four ranges of hills; the same every time."""
    place = pyvips.Image.xyz(width, height)
    across, down = place[0] / width, place[1] / height
    painting = _blend(SKY_TOP, SKY_LOW, down / 0.75)
    painting = _sun(painting, across, down)
    for layer, colour in enumerate(HILLS):
        ridge = _ridge(across, layer)
        # A step of some thousandths of the height, so that the edge of a hill is not jagged.
        covered = _between_0_and_1((down - ridge) * height / 2)
        painting = _over(painting, colour, covered)
    flat = painting.cast("uchar").copy(interpretation="srgb")
    return bytes(flat.jpegsave_buffer(Q=92))


def picture_of_yours(path: Path) -> bytes:
    """The file's bytes; whether they are a picture is for the shop to say. Raises DemoFailed."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DemoFailed(f"The picture {path} cannot be read: {error.strerror}.") from error
    if not content:
        raise DemoFailed(f"The picture {path} is empty.")
    return content


def _sun(painting: pyvips.Image, across: pyvips.Image, down: pyvips.Image) -> pyvips.Image:
    aside, below = (across - 0.64) * WIDTH_PX / HEIGHT_PX, down - 0.46
    distance = (aside * aside + below * below) ** 0.5
    painting = _over(painting, SUN, _between_0_and_1(1 - distance / 0.5) ** 2 * 0.6)
    return _over(painting, SUN, _between_0_and_1((0.085 - distance) * 900))


def _ridge(across: pyvips.Image, layer: int) -> pyvips.Image:
    """How far down each column the hill begins: three waves, no two layers alike."""
    degrees = across * 360.0
    base = 0.56 + 0.1 * layer
    shift = 77.0 * layer
    return (
        (degrees * (0.9 + 0.2 * layer) + shift).sin() * 0.05
        + (degrees * (2.3 + 0.3 * layer) + 2 * shift).sin() * 0.022
        + (degrees * 7.1 + 3 * shift).sin() * 0.005 * math.sqrt(layer + 1)
        + base
    )


def _blend(above: tuple[float, ...], below: tuple[float, ...], share: pyvips.Image) -> pyvips.Image:
    share = _between_0_and_1(share)
    bands = [high + share * (low - high) for high, low in zip(above, below, strict=True)]
    return bands[0].bandjoin(bands[1:])


def _over(painting: pyvips.Image, colour: tuple[float, ...], share: pyvips.Image) -> pyvips.Image:
    return painting + (painting * -1 + list(colour)) * share


def _between_0_and_1(image: pyvips.Image) -> pyvips.Image:
    low = (image < 0).ifthenelse(0, image)
    return (low > 1).ifthenelse(1, low)
