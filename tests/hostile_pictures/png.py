"""PNG files made chunk by chunk (PNG, third edition)."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *chunks: bytes, depth: int = 8, kind: int = 2) -> bytes:
    """`kind` 0 is grey, 2 colours, 3 a palette, 6 colours with alpha."""
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    return SIGNATURE + chunk(b"IHDR", header) + b"".join(chunks) + chunk(b"IEND", b"")


def pixels(rows: bytes, level: int = 9) -> bytes:
    return chunk(b"IDAT", zlib.compress(rows, level))


def one_colour(width: int, height: int, *, depth: int = 8) -> bytes:
    """All of it is there, row by row, in as few bytes as deflate can."""
    row = b"\0" + bytes(width * 3 * depth // 8)
    deflate = zlib.compressobj(9)
    data = b"".join(deflate.compress(row) for _ in range(height)) + deflate.flush()
    return png(width, height, chunk(b"IDAT", data), depth=depth)
