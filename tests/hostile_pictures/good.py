"""Small good pictures of every format, for others to be made of."""

import random
from typing import Any

import pyvips

from tests.hostile_pictures.heic import heic


def photograph(width: int = 120, height: int = 90) -> Any:
    """Not of one colour, so that nothing of it can be left out unnoticed."""
    band = pyvips.Image.gaussnoise(width, height, mean=128, sigma=30, seed=5).cast("uchar")
    across = (pyvips.Image.xyz(width, height)[0] * 255 / width).cast("uchar")
    return band.bandjoin([across, across.invert()]).copy(interpretation="srgb")


def squares(seed: int = 3) -> Any:
    dice = random.Random(seed)  # noqa: S311 - the same on every run.
    return [[tuple(dice.randrange(256) for _ in range(3)) for _ in range(6)] for _ in range(4)]


def good_pictures() -> dict[str, bytes]:
    image = photograph()
    return {
        "jpeg": image.jpegsave_buffer(Q=90),
        "progressive jpeg": image.jpegsave_buffer(Q=90, interlace=True),
        "png": image.pngsave_buffer(),
        "webp": image.webpsave_buffer(),
        "tiff": image.tiffsave_buffer(compression="lzw"),
        "heic": heic(squares()),
    }


def mediatype(name: str) -> str:
    return f"image/{name.split()[-1]}"
