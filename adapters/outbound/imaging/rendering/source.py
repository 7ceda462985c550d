"""Opens the file of a stored picture, upright already, as three plain bands over the paper."""

from dataclasses import dataclass
from math import isclose
from pathlib import Path

import pyvips

from domain.designs.colour import channels
from domain.designs.plan import PlacedPicture

JPEG_SIGNS = b"\xff\xd8\xff"
# The decoder makes a picture smaller by whole factors only, and by no very good filter: the last
# third is left to a better one.
SHRINK_ON_LOAD = ((12, 8), (6, 4), (3, 2))


@dataclass(frozen=True, slots=True)
class Source:
    """One pixel of the picture that the plan speaks of is `per_px` pixels of `image`."""

    image: pyvips.Image
    per_px: tuple[float, float]


def open_source(file: Path, placed: PlacedPicture, paper: str, *, may_shrink: bool) -> Source:
    """Raises pyvips.Error for what cannot be read.

    A right way up is streamed from top to bottom; anything turned is decoded whole, by libvips
    into memory or, if large, into a temporary file.
    """
    access = "sequential" if placed.rotation_deg == 0 else "random"
    image = _load(file, access, 1)
    smaller = (image.width / placed.picture_px[0], image.height / placed.picture_px[1])
    shrink = _shrink(min(smaller) / placed.scale) if may_shrink and _is_jpeg(file) else 1
    if shrink > 1:
        image = _load(file, access, shrink)
    image = _plain(image, paper)
    return Source(image, (_settled(smaller[0]) / shrink, _settled(smaller[1]) / shrink))


def _load(file: Path, access: str, shrink: int) -> pyvips.Image:
    # Stored pictures are upright: whatever a file still says of its orientation is not heeded.
    if shrink > 1:
        return pyvips.Image.jpegload(str(file), access=access, shrink=shrink, fail_on="error")
    return pyvips.Image.new_from_file(str(file), access=access, fail_on="error")


def _shrink(reduction: float) -> int:
    return next((factor for least, factor in SHRINK_ON_LOAD if reduction >= least), 1)


def _is_jpeg(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(JPEG_SIGNS)) == JPEG_SIGNS


def _settled(smaller: float) -> float:
    return 1.0 if isclose(smaller, 1.0, abs_tol=1e-9) else smaller


def _plain(image: pyvips.Image, paper: str) -> pyvips.Image:
    """Pictures were brought to sRGB when they came in; this is for grey ones and for alpha."""
    if image.interpretation != "srgb" or image.format != "uchar":
        image = image.colourspace("srgb")
    if image.hasalpha():
        image = image.flatten(background=list(channels(paper)))
    return image
