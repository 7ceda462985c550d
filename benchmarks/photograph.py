"""A picture of 24 megapixels with as much detail as a camera's, made by code."""

from pathlib import Path

import pyvips

SIDES_PX = (4000, 6000)


def take_photograph(to: Path) -> Path:
    """A sky over hills in portrait, with clouds, texture and grain; about eight megabytes."""
    width, height = SIDES_PX
    at = pyvips.Image.xyz(width, height).cast("float")
    down = at[1] / height
    ridge = (at[0] / width * 900).sin() * 0.05 + (at[0] / width * 2100).sin() * 0.02 + 0.6
    ground = ((down - ridge) * 200).clamp(min=0, max=1)
    sky, hills = _tint(down * -50 + 210, (0.8, 0.95, 1.1)), _tint(170 - down * 110, (0.8, 1, 0.6))
    detail = sum(_noise(width, height, size) * (2 + size / 60) for size in (2, 16, 200))
    image = sky + (hills - sky) * ground + detail * (ground * 0.8 + 0.4)
    grain = pyvips.Image.gaussnoise(width, height, mean=0, sigma=2.5, seed=9)
    image = (image + grain).cast("uchar").copy(interpretation="srgb")
    image.jpegsave(str(to), Q=92)
    return to


def _tint(grey: pyvips.Image, colour: tuple[float, float, float]) -> pyvips.Image:
    return grey.bandjoin([grey, grey]) * list(colour)


def _noise(width: int, height: int, size_px: int) -> pyvips.Image:
    small = pyvips.Image.gaussnoise(
        width // size_px + 2, height // size_px + 2, mean=0, sigma=4, seed=size_px
    )
    return small.resize(size_px, kernel="cubic").crop(0, 0, width, height)
