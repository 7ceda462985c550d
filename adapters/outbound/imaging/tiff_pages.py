"""Whether a TIFF file has more than one page, without walking through all of them."""

import struct
from pathlib import Path

FIRST_DIRECTORY_AT = 4
ENTRY_BYTES = 12


def has_another_page(path: str) -> bool:
    """By TIFF, revision 6.0, section 2: a directory ends with where the next one is, or zero.

    Somebody may string together as many as fit into a file, or tie them into a ring.
    """
    with Path(path).open("rb") as file:
        order = "<" if file.read(2) == b"II" else ">"
        file.seek(FIRST_DIRECTORY_AT)
        try:
            (first,) = struct.unpack(f"{order}I", file.read(4))
            file.seek(first)
            (entries,) = struct.unpack(f"{order}H", file.read(2))
            file.seek(first + 2 + entries * ENTRY_BYTES)
            (following,) = struct.unpack(f"{order}I", file.read(4))
        except struct.error:
            # It ends too early; whoever reads it on will say so.
            return False
    return bool(following != 0)
