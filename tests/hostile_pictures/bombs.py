"""Files that are small, and would be large if anybody unpacked them."""

import struct
import zlib
from functools import partial

import pyvips

from tests.hostile_pictures.good import photograph, squares
from tests.hostile_pictures.heic import heic
from tests.hostile_pictures.png import chunk, one_colour, pixels, png


def bombs() -> dict[str, bytes]:
    deflated = _deflated(200_000_000)
    row = b"\0" + bytes(30)
    return {
        "png 50000 by 50000 of nothing": png(50_000, 50_000, pixels(bytes(1_000_000))),
        "png 50000 by 50000 of one colour": _large_png(),
        "png 29999 by 4000 of one colour": one_colour(29_999, 4_000),
        "png of 16 bits, 10000 by 5000": one_colour(10_000, 5_000, depth=16),
        "png with a deflate bomb": png(10, 10, chunk(b"IDAT", deflated)),
        "png with a bomb for a profile": png(
            10, 10, chunk(b"iCCP", b"x\0\0" + deflated), pixels(row * 10)
        ),
        "png with a bomb for a text": png(
            10, 10, chunk(b"zTXt", b"x\0\0" + deflated), pixels(row * 10)
        ),
        "png with a bomb for an international text": png(
            10, 10, chunk(b"iTXt", b"x\0\1\0\0\0" + deflated), pixels(row * 10)
        ),
        "png with a giant text": png(
            10, 10, chunk(b"iTXt", b"x\0\0\0\0\0" + b"a" * 5_000_000), pixels(row * 10)
        ),
        "png with 20000 texts": png(10, 10, chunk(b"tEXt", b"x\0y") * 20_000, pixels(row * 10)),
        "png that claims the most": png(2**31 - 1, 2**31 - 1, pixels(row)),
        **{
            f"jpeg that claims {width} by {height}": _claiming_jpeg(width, height)
            for width, height in ((65_500, 65_500), (20_000, 15_000), (29_999, 4_000), (0, 10))
        },
        "jpeg of thousands of scans": _scans(photograph(200, 100), 1_000),
        "large jpeg of hundreds of scans": _scans(_colours(4_000, 4_000), 300),
        "webp that claims 16384 by 16384": _claiming_webp(16_383, 16_383),
        "webp of one colour, 16000 by 7500": _plain(16_000, 7_500).webpsave_buffer(Q=1, effort=0),
        "tiff of one colour, 25000 by 4500": _plain(25_000, 4_500).tiffsave_buffer(
            compression="deflate", level=1
        ),
        "tiff of one colour, 20000 by 15000": _plain(20_000, 15_000).tiffsave_buffer(
            compression="ccittfax4", bitdepth=1
        ),
        **{
            f"heic that claims {width} by {height}": heic(squares(), claimed=(width, height))
            for width, height in (
                (2**32 - 1, 2**32 - 1),
                (60_000, 60_000),
                (10_000, 10_000),
                (1, 1),
                (0, 0),
            )
        },
    }


def _deflated(count: int) -> bytes:
    packing = zlib.compressobj(9)
    zeros = bytes(10_000_000)
    return b"".join(packing.compress(zeros) for _ in range(count // len(zeros))) + packing.flush()


def _large_png() -> bytes:
    """7.5 gigabytes in some megabytes: the deflate stream repeats itself after its first rows."""
    packing = partial(zlib.compressobj, 9, zlib.DEFLATED, -15)
    some = packing()
    block = some.compress(bytes(150_001 * 50)) + some.flush(zlib.Z_FULL_FLUSH)
    return png(50_000, 50_000, chunk(b"IDAT", b"\x78\x9c" + block * 1_000))


def _colours(width: int, height: int) -> pyvips.Image:
    return _plain(width, height).bandjoin([90, 30]).cast("uchar").copy(interpretation="srgb")


def _plain(width: int, height: int) -> pyvips.Image:
    return pyvips.Image.black(width, height)


def _claiming_jpeg(width: int, height: int) -> bytes:
    data = bytearray(photograph(64, 64).jpegsave_buffer())
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def _claiming_webp(width: int, height: int) -> bytes:
    data = bytearray(photograph(64, 64).webpsave_buffer())
    start = data.index(b"\x9d\x01\x2a") + 3
    data[start : start + 4] = struct.pack("<HH", width, height)
    return bytes(data)


def _scans(image: pyvips.Image, times: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    data: bytes = image.jpegsave_buffer(interlace=True)
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * times + data[-2:]
