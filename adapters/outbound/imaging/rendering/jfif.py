"""A JPEG that says its density where every printer looks: in a JFIF header.

libvips writes the density into EXIF only, and none at all into a file without EXIF.
"""

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyvips

START_OF_IMAGE = b"\xff\xd8"
DOTS_PER_INCH = 1


@contextmanager
def jpeg_with_density(to: Path, dpi: int) -> Iterator[pyvips.Target]:
    """What to save to. The header takes the place that is left before it, and its first marker."""
    header = START_OF_IMAGE + _header(dpi)
    with to.open("wb") as file:
        file.seek(len(header) - len(START_OF_IMAGE))
        yield pyvips.Target.new_to_descriptor(file.fileno())
        os.pwrite(file.fileno(), header, 0)


def _header(dpi: int) -> bytes:
    """The APP0 segment of JFIF 1.02, without a thumbnail."""
    body = struct.pack(">5sHBHHBB", b"JFIF\0", 0x0102, DOTS_PER_INCH, dpi, dpi, 0, 0)
    return struct.pack(">HH", 0xFFE0, len(body) + 2) + body
