"""Which characters a font can draw, by the `cmap` table of its file (OpenType 1.9)."""

import struct
from collections.abc import Iterator
from pathlib import Path

# Windows or Unicode platform, encodings for all of Unicode or its first plane, best first.
WANTED = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3))


def characters_of(file: Path) -> frozenset[int]:
    """Code points. Raises ValueError for a font without a Unicode table that can be read."""
    data = file.read_bytes()
    table = _table(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, table + 2)
    found = {
        (platform, encoding): table + offset
        for platform, encoding, offset in struct.iter_unpack(
            ">HHI", data[table + 4 : table + 4 + 8 * count]
        )
    }
    for wanted in WANTED:
        if wanted in found:
            return frozenset(_read(data, found[wanted]))
    raise ValueError(f"{file.name} has no Unicode characters.")


def _table(data: bytes, name: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    for index in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if tag == name:
            return int(offset)
    raise ValueError(f"The font has no {name.decode()} table.")


def _read(data: bytes, at: int) -> Iterator[int]:
    (kind,) = struct.unpack_from(">H", data, at)
    if kind == 12:
        (count,) = struct.unpack_from(">I", data, at + 12)
        for first, last, _ in struct.iter_unpack(">III", data[at + 16 : at + 16 + 12 * count]):
            yield from range(first, last + 1)
    elif kind == 4:
        (doubled,) = struct.unpack_from(">H", data, at + 6)
        count = doubled // 2
        lasts = struct.unpack_from(f">{count}H", data, at + 14)
        firsts = struct.unpack_from(f">{count}H", data, at + 16 + doubled)
        for first, last in zip(firsts, lasts, strict=True):
            yield from range(first, min(last, 0xFFFE) + 1)
    else:
        raise ValueError(f"A cmap of format {kind} is not read here.")
