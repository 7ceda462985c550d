"""Files that look like pictures to somebody who does not look closely."""

import struct
import zlib


def png(width: int, height: int, image_data: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", image_data), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def three_hundred_megapixels() -> bytes:
    """Its header promises 20000 by 15000 pixels, and nothing follows."""
    return png(20_000, 15_000, zlib.compress(b""))


def bomb() -> bytes:
    """Some kilobytes that would unfold to 2.5 gigabytes of the same row."""
    width, height = 29_000, 29_000
    rows = zlib.compressobj(9)
    row = b"\0" * (width * 3 + 1)
    return png(width, height, b"".join(rows.compress(row) for _ in range(200)) + rows.flush())


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
