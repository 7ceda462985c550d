"""HEIC files made by hand (ISO/IEC 14496-12 and 23008-12)."""

import struct

from tests.hostile_pictures.hevc import BLOCK, PICTURE, PROFILE, SEQUENCE, VIDEO, headers, still

Colour = tuple[int, int, int]


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body


def ftyp(major: bytes = b"heic", *others: bytes) -> bytes:
    return box(b"ftyp", major, bytes(4), *(others or (b"mif1", b"heic")))


def heic(
    blocks: list[list[Colour]],
    *,
    turned: int = 0,
    claimed: tuple[int, int] | None = None,
    profile: bytes | None = None,
    brands: bytes = ftyp(),
) -> bytes:
    """Rows of squares of 16 pixels; `turned` counter-clockwise quarters are to be undone."""
    width, height = BLOCK * len(blocks[0]), BLOCK * len(blocks)
    slice_ = still([_stored(colour) for row in blocks for colour in row])
    data = struct.pack(">I", len(slice_)) + slice_
    size = claimed or (width, height)
    properties = [
        _decoder(width, height),
        box(b"ispe", bytes(4), struct.pack(">II", *size)),
        box(b"colr", b"prof", profile)
        if profile is not None
        else box(b"colr", b"nclx", struct.pack(">HHHB", 1, 13, 6, 0x80)),
    ]
    if turned:
        properties.append(box(b"irot", bytes([turned])))
    return _file(brands, properties, data)


def _file(brands: bytes, properties: list[bytes], data: bytes) -> bytes:
    def described(offset: int) -> bytes:
        used = bytes(0x80 * (number == 0) + number + 1 for number in range(len(properties)))
        return box(
            b"meta",
            bytes(4),
            box(b"hdlr", bytes(8), b"pict", bytes(13)),
            box(b"pitm", bytes(4), struct.pack(">H", 1)),
            box(
                b"iloc", bytes(4), b"\x44\0", struct.pack(">HHHHII", 1, 1, 0, 1, offset, len(data))
            ),
            box(
                b"iinf",
                bytes(4),
                struct.pack(">H", 1),
                box(b"infe", b"\x02\0\0\0", struct.pack(">HH", 1, 0), b"hvc1\0"),
            ),
            box(
                b"iprp",
                box(b"ipco", *properties),
                box(b"ipma", bytes(4), struct.pack(">IHB", 1, 1, len(used)), used),
            ),
        )

    offset = len(brands) + len(described(0)) + 8
    return brands + described(offset) + box(b"mdat", data)


def _decoder(width: int, height: int) -> bytes:
    units = b"".join(
        bytes([0x80 | kind]) + struct.pack(">HH", 1, len(unit)) + unit
        for kind, unit in zip((VIDEO, SEQUENCE, PICTURE), headers(width, height), strict=True)
    )
    fixed = b"\x01" + PROFILE + bytes([0xF0, 0, 0xFC, 0xFD, 0xF8, 0xF8, 0, 0, 0x0F, 3])
    return box(b"hvcC", fixed, units)


def _stored(colour: Colour) -> bytes:
    """ITU-R BT.601, full range."""
    red, green, blue = colour
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    blueness, redness = 128 + (blue - luma) / 1.772, 128 + (red - luma) / 1.402
    return bytes([round(luma)] * 256 + [round(blueness)] * 64 + [min(255, round(redness))] * 64)
