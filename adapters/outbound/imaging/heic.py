"""HEIC pictures, decoded by libheif and handed to libvips."""

from collections.abc import Iterator
from contextlib import contextmanager

import pi_heif
import pyvips

from adapters.outbound.imaging.colours import PROFILE
from adapters.outbound.imaging.room import OutOfBounds
from adapters.outbound.imaging.trouble import damaged
from domain.media.limits import PictureLimits

DAMAGED = (ValueError, SyntaxError, EOFError, RuntimeError, OSError, IndexError)
# What the decoder makes besides the picture is of no use here, and costs time and memory.
pi_heif.options.THUMBNAILS = False
pi_heif.options.DEPTH_IMAGES = False
pi_heif.options.AUX_IMAGES = False
pi_heif.options.DECODE_THREADS = 1


@contextmanager
def opened_heic(path: str, limits: PictureLimits) -> Iterator[pyvips.Image]:
    """The primary picture, already upright; its pixels are libheif's, and go when this ends.

    Raises PictureTooManyPixels by what the header says, PictureTruncated or OutOfBounds.
    """
    try:
        # Of what `file` keeps, the pixels are only borrowed.
        file = pi_heif.open_heif(path, convert_hdr_to_8bit=True)
        limits.check_pixels(*file.size)
        bands = len(file.mode)
        width_px, height_px = file.size
        pixels = file.data
    except DAMAGED as error:
        # What libheif calls so too when a file claims too much is the file's fault.
        if "Memory allocation" in str(error) and "Security limit" not in str(error):
            raise OutOfBounds(str(error)) from error
        raise damaged() from error
    if len(pixels) != width_px * height_px * bands:
        raise damaged()
    image = pyvips.Image.new_from_memory(pixels, width_px, height_px, bands, "uchar")
    image = image.copy(interpretation="srgb" if bands > 2 else "b-w")
    profile = file.info.get("icc_profile")
    if profile:
        image.set_type(pyvips.GValue.blob_type, PROFILE, profile)
    yield image
    del file
