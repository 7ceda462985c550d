"""Good pictures whose colour profile is none."""

import struct

import pyvips

from tests.hostile_pictures.good import photograph, squares
from tests.hostile_pictures.heic import heic

RUBBISH = b"no profile at all" * 20


def broken_profiles() -> dict[str, bytes]:
    """All of these are to be printed."""
    inks = photograph().icc_transform("cmyk", input_profile="srgb", depth=16).copy()
    with_rubbish = _with_profile(photograph(), RUBBISH)
    good = photograph()
    return {
        "16-bit CMYK tiff with a broken profile": _with_profile(inks, RUBBISH).tiffsave_buffer(),
        "16-bit CMYK tiff with half a profile": _with_profile(
            inks, inks.get("icc-profile-data")[:2000]
        ).tiffsave_buffer(),
        "CMYK jpeg with a broken profile": _with_profile(
            photograph().icc_transform("cmyk", input_profile="srgb"), RUBBISH
        ).jpegsave_buffer(),
        "png with a broken profile": with_rubbish.pngsave_buffer(),
        "webp with a broken profile": with_rubbish.webpsave_buffer(),
        "tiff with a broken profile": with_rubbish.tiffsave_buffer(),
        "jpeg with a broken profile": with_rubbish.jpegsave_buffer(),
        "heic with a broken profile": heic(squares(), profile=RUBBISH),
        "jpeg with a profile for inks": _with_profile(
            good, inks.get("icc-profile-data")
        ).jpegsave_buffer(),
        "jpeg with one piece of three of a profile": _with_pieces(good, [(1, 3)]),
        "jpeg with the pieces of a profile in disorder": _with_pieces(good, [(3, 2), (0, 2)]),
        "jpeg with 255 pieces of a profile": _with_pieces(
            good, [(number, 255) for number in range(1, 256)]
        ),
    }


def _with_profile(image: pyvips.Image, profile: bytes) -> pyvips.Image:
    image = image.copy()
    image.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
    return image


def _with_pieces(image: pyvips.Image, pieces: list[tuple[int, int]]) -> bytes:
    """By ICC.1, annex B.4: each says which of how many it is."""
    data: bytes = image.jpegsave_buffer(keep="none")
    segments = b""
    for number, of in pieces:
        body = b"ICC_PROFILE\0" + bytes([number, of]) + RUBBISH
        segments += b"\xff\xe2" + struct.pack(">H", len(body) + 2) + body
    return data[:2] + segments + data[2:]
