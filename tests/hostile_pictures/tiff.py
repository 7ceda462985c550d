"""TIFF files made entry by entry (TIFF, revision 6.0, section 2), as no program writes them."""

import struct

SHORT, LONG = 3, 4
Entry = tuple[int, int, int, int]
WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC = 256, 257, 258, 259, 262
STRIPS, SAMPLES, ROWS_PER_STRIP, STRIP_BYTES = 273, 277, 278, 279
TILE_WIDTH, TILE_HEIGHT, TILES, TILE_BYTES, PROFILE = 322, 323, 324, 325, 34675


def entry(tag: int, value: int, *, kind: int = LONG, count: int = 1) -> Entry:
    return (tag, kind, count, value)


def directory(entries: list[Entry], following: int = 0) -> bytes:
    packed = b"".join(struct.pack("<HHII", *each) for each in sorted(entries))
    return struct.pack("<H", len(entries)) + packed + struct.pack("<I", following)


def tiff(*directories: bytes, first: int = 8, behind: bytes = b"") -> bytes:
    return b"II*\0" + struct.pack("<I", first) + b"".join(directories) + behind


def grey(width: int, height: int, offset: int, size: int, *more: Entry) -> list[Entry]:
    """One strip of bytes; `more` replaces what has the same tag."""
    entries = {
        each[0]: each
        for each in (
            entry(WIDTH, width),
            entry(HEIGHT, height),
            entry(BITS, 8, kind=SHORT),
            entry(COMPRESSION, 1, kind=SHORT),
            entry(PHOTOMETRIC, 1, kind=SHORT),
            entry(STRIPS, offset),
            entry(SAMPLES, 1, kind=SHORT),
            entry(ROWS_PER_STRIP, height),
            entry(STRIP_BYTES, size),
            *more,
        )
    }
    return list(entries.values())


def many_directories(count: int, *, back_to: int | None = None) -> bytes:
    """Each leads to the next; the last one to `back_to`, so that there is no end."""
    size = len(directory(grey(4, 4, 0, 16)))
    parts = []
    for number in range(count):
        following = 8 + size * (number + 1)
        if number == count - 1:
            following = 0 if back_to is None else 8 + size * back_to
        parts.append(directory(grey(4, 4, 8 + size * count, 16), following))
    return tiff(*parts, behind=bytes(16))


def odd(*more: Entry, width: int = 4, height: int = 4, behind: bytes = bytes(64)) -> bytes:
    """One directory with one or more entries that make no sense."""
    length = len(directory(grey(width, height, 0, 16, *more)))
    return tiff(directory(grey(width, height, 8 + length, 16, *more)), behind=behind)


def hostile_tiffs() -> dict[str, bytes]:
    huge = 0xFFFFFFF0
    return {
        "5000 directories": many_directories(5000),
        "60000 directories": many_directories(60_000),
        "two directories": many_directories(2),
        "a directory after itself": many_directories(1, back_to=0),
        "directories in a circle": many_directories(300, back_to=0),
        "directories in a late circle": many_directories(300, back_to=299),
        "first directory behind the end": tiff(first=huge),
        "first directory in the header": tiff(first=0),
        "no directory": b"II*\0",
        "big endian and cut": b"MM\0*\0\0\0\x08",
        "65535 entries": tiff(struct.pack("<H", 65_535)),
        "60000 entries of one tag": tiff(
            struct.pack("<H", 60_000), struct.pack("<HHII", 700, 1, 4, 0) * 60_000, bytes(4)
        ),
        "huge count of strips": odd(entry(STRIPS, 8, count=huge)),
        "huge count of bits": odd(entry(BITS, 8, kind=SHORT, count=huge)),
        "huge strip bytes": odd(entry(STRIP_BYTES, huge)),
        "strips behind the end": odd(entry(STRIPS, huge)),
        "huge profile": odd(entry(PROFILE, 8, kind=7, count=huge)),
        "profile behind the end": odd(entry(PROFILE, huge, kind=7, count=3000)),
        "absurd tiles": odd(
            entry(TILE_WIDTH, 0x7FFFFFF0), entry(TILE_HEIGHT, 0x7FFFFFF0), entry(TILES, 8)
        ),
        "large tiles": odd(entry(TILE_WIDTH, 32_000), entry(TILE_HEIGHT, 32_000), entry(TILES, 8)),
        "tiles of nothing": odd(entry(TILE_WIDTH, 0), entry(TILE_HEIGHT, 0), entry(TILES, 8)),
        "no width": odd(width=0),
        "no height": odd(height=0),
        "widest": odd(width=0xFFFFFFFF),
        "50000 by 50000": odd(width=50_000, height=50_000),
        "29000 by 4000 of nothing": odd(width=29_000, height=4_000),
        "65535 samples": odd(entry(SAMPLES, 65_535, kind=SHORT)),
        "no samples": odd(entry(SAMPLES, 0, kind=SHORT)),
        "64 bits": odd(entry(BITS, 64, kind=SHORT)),
        "7 bits": odd(entry(BITS, 7, kind=SHORT)),
        "no such compression": odd(entry(COMPRESSION, 4711, kind=SHORT)),
        **{
            f"compression {scheme} of rubbish": odd(
                entry(COMPRESSION, scheme, kind=SHORT), behind=bytes(range(64))
            )
            for scheme in (2, 3, 4, 5, 7, 8, 32773, 32809, 32946, 34661, 34676, 34712, 50000, 50001)
        },
        "no such colours": odd(entry(PHOTOMETRIC, 4711, kind=SHORT)),
        "LogLuv": odd(entry(PHOTOMETRIC, 32845, kind=SHORT)),
        "a palette that is not there": odd(entry(PHOTOMETRIC, 3, kind=SHORT)),
        "no rows in a strip": odd(entry(ROWS_PER_STRIP, 0)),
    }
