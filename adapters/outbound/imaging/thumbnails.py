"""Smaller copies of a picture, each made from the next larger one."""

from collections.abc import Iterable, Iterator

import pyvips

from adapters.outbound.imaging.thumbnail_path import thumbnail_path
from domain.media.formats import PictureFormat

# Only widths count; this is as far as libvips counts.
ANY_HEIGHT = 10_000_000


def write_thumbnails(
    picture: str, media_type: PictureFormat, width_px: int, widths_px: Iterable[int]
) -> Iterator[int]:
    """Says the width of each that it has written beside `picture`, widest first."""
    larger: pyvips.Image | None = None
    for width in sorted({width for width in widths_px if width < width_px}, reverse=True):
        if larger is None:
            # The decoder itself can leave out most of a JPEG's pixels.
            larger = pyvips.Image.thumbnail(
                picture, width, height=ANY_HEIGHT, size="down", no_rotate=True
            )
        else:
            larger = larger.thumbnail_image(width, height=ANY_HEIGHT, size="down")
        larger = larger.copy_memory()
        _write(larger, thumbnail_path(picture, width), media_type)
        yield width


def _write(image: pyvips.Image, path: str, media_type: PictureFormat) -> None:
    if media_type is PictureFormat.JPEG:
        image.jpegsave(path, Q=85, keep="none", profile="srgb")
    else:
        image.pngsave(path, compression=3, filter="up", keep="none", profile="srgb")
