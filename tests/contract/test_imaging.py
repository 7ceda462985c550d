"""Whatever a buyer sends becomes an upright, clean sRGB picture, or is refused with a reason."""

import hashlib
import io
import struct
import zlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pyvips

from adapters.outbound.imaging.pool import ProcessRules
from adapters.outbound.imaging.processes import ImagingProcesses
from adapters.outbound.imaging.task import Imaging
from adapters.outbound.imaging.vips_picture_reader import VipsPictureReader
from adapters.outbound.memory.imaging import MemoryImaging
from application.media.ports import NormalisedPicture, PictureReader
from domain.media.formats import PictureFormat
from domain.media.limits import PictureLimits
from domain.media.refusals import (
    PictureEmpty,
    PictureNotRecognised,
    PictureTooManyPixels,
    PictureTruncated,
    PictureTypeDiffers,
)

LIMITS = PictureLimits(bytes_max=10_000_000, pixels_max=120_000_000, side_px_max=30_000)
RED, GREEN, BLUE, WHITE = [220, 30, 30], [30, 200, 30], [30, 30, 220], [250, 250, 250]


THUMBNAILS_PX = (200, 100, 50)


@pytest.fixture(scope="module", params=["processes", "memory"])
async def imaging(request: pytest.FixtureRequest) -> AsyncIterator[Imaging]:
    if request.param == "memory":
        memory = MemoryImaging()
        yield memory
        await memory.workspace.aclose()
        return
    processes = ImagingProcesses(ProcessRules())
    yield processes
    await processes.aclose()


@pytest.fixture
def reader(imaging: Imaging) -> PictureReader:
    return VipsPictureReader(imaging, LIMITS, thumbnail_widths_px=THUMBNAILS_PX, deadline_s=20.0)


async def normalise(reader: PictureReader, data: bytes) -> NormalisedPicture:
    return await reader.normalise(io.BytesIO(data), None)


def four_corners(width: int = 96, height: int = 64) -> Any:
    """Red, green, blue and white, clockwise from the top left."""

    def patch(colour: list[int]) -> Any:
        return (pyvips.Image.black(width // 2, height // 2, bands=3) + colour).cast("uchar")

    square = pyvips.Image.arrayjoin([patch(RED), patch(GREEN), patch(WHITE), patch(BLUE)], across=2)
    return square.copy(interpretation="srgb")


def noisy(size: int = 300) -> Any:
    band = pyvips.Image.gaussnoise(size, size, mean=128, sigma=40, seed=7).cast("uchar")
    return band.bandjoin([band, band]).copy(interpretation="srgb")


def opened(picture: NormalisedPicture) -> Any:
    load = {
        PictureFormat.JPEG: pyvips.Image.jpegload_buffer,
        PictureFormat.PNG: pyvips.Image.pngload_buffer,
    }[picture.media_type]
    return load(picture.data)


def shows(image: Any, x: int, y: int, colour: list[int]) -> bool:
    return all(abs(seen - meant) <= 12 for seen, meant in zip(image(x, y), colour, strict=True))


# Where each orientation stores the four corners: what must be done to undo it (EXIF 2.32, tag 274).
STORED_AS: dict[int, Any] = {
    1: lambda image: image,
    2: lambda image: image.fliphor(),
    3: lambda image: image.rot180(),
    4: lambda image: image.flipver(),
    5: lambda image: image.rot90().fliphor(),
    6: lambda image: image.rot270(),
    7: lambda image: image.rot90().flipver(),
    8: lambda image: image.rot90(),
}


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    "save", ["jpegsave_buffer", "pngsave_buffer", "webpsave_buffer", "tiffsave_buffer"]
)
async def test_a_picture_is_upright_however_the_camera_was_held(
    reader: PictureReader, orientation: int, save: str
) -> None:
    turned = STORED_AS[orientation](four_corners()).copy()
    turned.set_type(pyvips.GValue.gint_type, "orientation", orientation)
    picture = await normalise(reader, getattr(turned, save)())
    assert (picture.width_px, picture.height_px) == (96, 64)
    image = opened(picture)
    assert (image.width, image.height) == (96, 64)
    assert not image.get_typeof("orientation")
    for x, y, colour in ((8, 8, RED), (88, 8, GREEN), (88, 56, BLUE), (8, 56, WHITE)):
        assert shows(image, x, y, colour)


async def test_nothing_the_camera_wrote_is_kept_but_the_colours_are_named(
    reader: PictureReader,
) -> None:
    written = four_corners().copy()
    written.set_type(pyvips.GValue.gstr_type, "exif-ifd3-GPSLatitude", "51/1 30/1 0/1 (x)")
    written.set_type(pyvips.GValue.gstr_type, "exif-ifd0-Make", "SecretCamera")
    written.set_type(pyvips.GValue.blob_type, "xmp-data", b"<x:xmpmeta>SecretPlace</x:xmpmeta>")
    data = written.jpegsave_buffer()
    assert b"SecretCamera" in data
    assert b"SecretPlace" in data
    picture = await normalise(reader, data)
    assert b"Secret" not in picture.data
    assert b"Exif" not in picture.data
    fields = opened(picture).get_fields()
    assert "icc-profile-data" in fields
    assert not [name for name in fields if name.startswith(("exif", "xmp", "iptc"))]


async def test_the_digests_are_of_the_stored_bytes(reader: PictureReader) -> None:
    picture = await normalise(reader, noisy().jpegsave_buffer())
    assert picture.sha256 == hashlib.sha256(picture.data).hexdigest()
    assert picture.md5 == hashlib.md5(picture.data, usedforsecurity=False).hexdigest()


@pytest.mark.parametrize(
    ("save", "expected"),
    [
        ("jpegsave_buffer", PictureFormat.JPEG),
        ("pngsave_buffer", PictureFormat.PNG),
        ("webpsave_buffer", PictureFormat.JPEG),
        ("tiffsave_buffer", PictureFormat.JPEG),
    ],
)
async def test_every_accepted_type_becomes_one_that_the_lab_prints(
    reader: PictureReader, save: str, expected: PictureFormat
) -> None:
    assert (await normalise(reader, getattr(noisy(), save)())).media_type is expected


async def test_a_see_through_webp_stays_see_through(reader: PictureReader) -> None:
    see_through = four_corners().bandjoin(128)
    picture = await normalise(reader, see_through.webpsave_buffer(lossless=True))
    assert picture.media_type is PictureFormat.PNG
    assert opened(picture)(8, 8)[3] == 128


@pytest.mark.parametrize("profile", ["cmyk", "none"])
async def test_a_cmyk_picture_becomes_srgb(reader: PictureReader, profile: str) -> None:
    inks = four_corners().icc_transform("cmyk", input_profile="srgb")
    data = inks.jpegsave_buffer(profile=profile, subsample_mode="off")
    image = opened(await normalise(reader, data))
    assert (image.interpretation, image.bands) == ("srgb", 3)
    assert image(8, 8)[0] > 150 > 100 > image(8, 8)[1]


@pytest.mark.parametrize("profile", ["srgb", "none"])
async def test_a_16_bit_picture_becomes_8_bit(reader: PictureReader, profile: str) -> None:
    deep = (four_corners().cast("ushort") * 257).cast("ushort").copy(interpretation="rgb16")
    image = opened(await normalise(reader, deep.pngsave_buffer(profile=profile)))
    assert (image.format, image.interpretation) == ("uchar", "srgb")
    assert shows(image, 8, 8, RED)


async def test_a_grey_picture_is_srgb_too(reader: PictureReader) -> None:
    grey = four_corners().colourspace("b-w").pngsave_buffer()
    assert opened(await normalise(reader, grey)).bands == 3


async def test_colours_of_a_wider_space_are_translated(reader: PictureReader) -> None:
    wide = four_corners().jpegsave_buffer(profile="p3", subsample_mode="off")
    assert opened(await normalise(reader, wide))(8, 8)[0] > RED[0] + 5


async def test_a_broken_colour_profile_does_not_lose_the_picture(reader: PictureReader) -> None:
    odd = four_corners().copy()
    odd.set_type(pyvips.GValue.blob_type, "icc-profile-data", b"no profile at all" * 20)
    assert shows(opened(await normalise(reader, odd.jpegsave_buffer())), 8, 8, RED)


async def test_what_hides_behind_the_picture_is_dropped(reader: PictureReader) -> None:
    for save in ("jpegsave_buffer", "pngsave_buffer", "webpsave_buffer", "tiffsave_buffer"):
        picture = await normalise(reader, getattr(noisy(), save)() + b"PK\x03\x04 hidden archive")
        assert b"hidden archive" not in picture.data


@pytest.mark.parametrize(
    "save", ["jpegsave_buffer", "pngsave_buffer", "webpsave_buffer", "tiffsave_buffer"]
)
@pytest.mark.parametrize("kept_percent", [1, 10, 50, 95])
async def test_a_truncated_picture_is_refused(
    reader: PictureReader, save: str, kept_percent: int
) -> None:
    data = getattr(noisy(), save)()
    with pytest.raises(PictureTruncated):
        await normalise(reader, data[: max(20, len(data) * kept_percent // 100)])


async def test_a_damaged_png_is_refused(reader: PictureReader) -> None:
    data = bytearray(noisy().pngsave_buffer())
    data[len(data) // 2] ^= 0xFF
    with pytest.raises(PictureTruncated):
        await normalise(reader, bytes(data))


@pytest.mark.parametrize("start", [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP"])
async def test_a_signature_with_rubbish_behind_it_is_refused(
    reader: PictureReader, start: bytes
) -> None:
    with pytest.raises(PictureTruncated):
        await normalise(reader, start + b"rubbish" * 100)


async def test_no_bytes_are_refused(reader: PictureReader) -> None:
    with pytest.raises(PictureEmpty):
        await normalise(reader, b"")


async def test_other_kinds_of_pictures_are_refused(reader: PictureReader) -> None:
    with pytest.raises(PictureNotRecognised):
        await normalise(reader, four_corners().gifsave_buffer())


@pytest.mark.parametrize(
    "data",
    [
        b"just some words",
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        b"%PDF-1.4\n1 0 obj",
        b"\x00\x00\x00\x1cftypavif\0\0\0\0avifmif1miaf",
        b"\x00\x00\x00\x18ftypmp42\0\0\0\0isommp42",
    ],
)
async def test_what_is_not_a_picture_is_refused(reader: PictureReader, data: bytes) -> None:
    with pytest.raises(PictureNotRecognised):
        await normalise(reader, data)


async def test_an_animation_is_refused(reader: PictureReader) -> None:
    film = four_corners().copy()
    film.set_type(pyvips.GValue.gint_type, "page-height", 32)
    with pytest.raises(PictureNotRecognised):
        await normalise(reader, film.webpsave_buffer())


async def test_a_declared_type_that_contradicts_the_bytes_is_refused(
    reader: PictureReader,
) -> None:
    with pytest.raises(PictureTypeDiffers):
        await reader.normalise(io.BytesIO(noisy().jpegsave_buffer()), "image/png")


def png_of(width: int, height: int, rows: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("width", "height"),
    [(20_000, 15_000), (30_001, 10), (10, 30_001), (65_000, 65_000), (2**31 - 1, 2**31 - 1)],
)
async def test_a_small_file_with_a_huge_picture_is_refused_by_its_header(
    reader: PictureReader, width: int, height: int
) -> None:
    bomb = png_of(width, height, bytes(1_000_000))
    with pytest.raises((PictureTooManyPixels, PictureTruncated)) as refusal:
        await normalise(reader, bomb)
    # Beyond what the format's library reads at all it does not even come to our own limit.
    assert refusal.type is PictureTooManyPixels or width > 10_000_000


async def test_a_300_megapixel_jpeg_is_refused_by_its_header(reader: PictureReader) -> None:
    data = bytearray(noisy(64).jpegsave_buffer())
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", 15_000, 20_000)
    with pytest.raises(PictureTooManyPixels):
        await normalise(reader, bytes(data))
