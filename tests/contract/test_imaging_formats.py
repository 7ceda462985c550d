"""TIFF and HEIC are read like any other, whatever their colours, and thumbnails are made."""

import struct
import zlib
from typing import Any

import pytest
import pyvips

from application.media.ports import PictureReader
from domain.media.formats import PictureFormat
from domain.media.refusals import (
    PictureNotRecognised,
    PictureTooManyPixels,
    PictureTruncated,
)
from tests.contract.test_imaging import (
    BLUE,
    GREEN,
    RED,
    WHITE,
    four_corners,
    imaging,
    noisy,
    normalise,
    opened,
    reader,
    shows,
)
from tests.hostile_pictures.heic import ftyp, heic
from tests.hostile_pictures.png import chunk

__all__ = ["imaging", "reader"]

R, G, B, W = (tuple(colour) for colour in (RED, GREEN, BLUE, WHITE))
ROWS: Any = [[R, R, R, G, G, G], [R, R, R, G, G, G], [W, W, W, B, B, B], [W, W, W, B, B, B]]
RUBBISH = b"no profile at all" * 20


def has_four_corners(image: Any) -> bool:
    corners = ((8, 8, RED), (88, 8, GREEN), (88, 56, BLUE), (8, 56, WHITE))
    return all(shows(image, x, y, colour) for x, y, colour in corners)


@pytest.mark.parametrize("turned", [0, 1, 2, 3])
async def test_a_heic_picture_is_upright(reader: PictureReader, turned: int) -> None:
    """It says by how many quarters, counter-clockwise, the stored picture is to be turned."""
    rows = ROWS
    for _ in range(turned):
        rows = [list(row) for row in zip(*rows[::-1], strict=True)]
    picture = await normalise(reader, heic(rows, turned=turned))
    assert (picture.media_type, picture.width_px, picture.height_px) == (
        PictureFormat.JPEG,
        96,
        64,
    )
    assert has_four_corners(opened(picture))


async def test_a_heic_of_any_brand_is_read_but_no_avif(reader: PictureReader) -> None:
    for brands in (ftyp(b"mif1", b"mif1", b"heic"), ftyp(b"heix", b"mif1"), ftyp(b"hevc")):
        assert (await normalise(reader, heic(ROWS, brands=brands))).width_px == 96
    for brands in (ftyp(b"avif", b"mif1"), ftyp(b"mif1", b"avif", b"miaf"), ftyp(b"jxl ")):
        with pytest.raises(PictureNotRecognised):
            await normalise(reader, heic(ROWS, brands=brands))


async def test_a_huge_heic_is_refused_by_its_header(reader: PictureReader) -> None:
    with pytest.raises(PictureTooManyPixels):
        await normalise(reader, heic(ROWS, claimed=(20_000, 15_000)))


async def test_a_heic_with_a_broken_profile_is_read(reader: PictureReader) -> None:
    assert (await normalise(reader, heic(ROWS, profile=RUBBISH))).width_px == 96


@pytest.mark.parametrize("kept_percent", [5, 20, 50, 95])
async def test_a_truncated_heic_is_refused(reader: PictureReader, kept_percent: int) -> None:
    data = heic(ROWS)
    with pytest.raises(PictureTruncated):
        await normalise(reader, data[: len(data) * kept_percent // 100])


def cmyk16(profile: bytes | None) -> bytes:
    inks = four_corners().icc_transform("cmyk", input_profile="srgb", depth=16)
    inks = inks.copy()
    inks.remove("icc-profile-data")
    if profile is not None:
        inks.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
    data: bytes = inks.tiffsave_buffer(compression="lzw")
    return data


@pytest.mark.parametrize("profile", [None, RUBBISH])
async def test_deep_inks_without_a_good_profile_are_read(
    reader: PictureReader, profile: bytes | None
) -> None:
    image = opened(await normalise(reader, cmyk16(profile)))
    assert (image.interpretation, image.bands, image.format) == ("srgb", 3, "uchar")
    assert image(8, 8)[0] > 150 > 100 > image(8, 8)[1]
    assert min(image(8, 56)) > 230


KINDS: dict[str, Any] = {
    "8 bit": lambda image: image,
    "16 bit": lambda image: image.colourspace("rgb16"),
    "linear light in floats": lambda image: image.colourspace("scrgb"),
    "CIELAB": lambda image: image.colourspace("lab").colourspace("labs"),
    "see-through": lambda image: image.bandjoin(255),
}


@pytest.mark.parametrize("kind", KINDS)
async def test_a_tiff_of_any_kind_of_colours_is_read(reader: PictureReader, kind: str) -> None:
    picture = await normalise(reader, KINDS[kind](four_corners()).tiffsave_buffer())
    image = opened(picture)
    assert (image.interpretation, image.format) == ("srgb", "uchar")
    assert all(
        shows(image.extract_band(0, n=3), x, y, colour)
        for x, y, colour in ((8, 8, RED), (88, 8, GREEN), (88, 56, BLUE), (8, 56, WHITE))
    )
    assert picture.media_type is (
        PictureFormat.PNG if kind == "see-through" else PictureFormat.JPEG
    )


def palette_png() -> bytes:
    header = struct.pack(">IIBBBBB", 16, 8, 8, 3, 0, 0, 0)
    rows = (b"\0" + bytes([0, 1] * 8)) * 8
    chunks = ((b"IHDR", header), (b"PLTE", bytes(RED + BLUE)), (b"IDAT", zlib.compress(rows)))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in (*chunks, (b"IEND", b"")))


@pytest.mark.parametrize("kind", ["1 bit", "grey", "palette"])
async def test_simple_pictures_are_srgb_too(reader: PictureReader, kind: str) -> None:
    grey = four_corners().colourspace("b-w")
    data = {
        "1 bit": lambda: (grey > 128).tiffsave_buffer(bitdepth=1),
        "grey": grey.tiffsave_buffer,
        "palette": palette_png,
    }[kind]()
    assert opened(await normalise(reader, data)).bands == 3


async def test_colours_that_nobody_can_name_are_refused(reader: PictureReader) -> None:
    strange = pyvips.Image.black(20, 20, bands=7).copy(interpretation="multiband")
    with pytest.raises(PictureNotRecognised):
        await normalise(reader, strange.cast("int").tiffsave_buffer())


async def test_a_tiff_of_several_pages_is_refused(reader: PictureReader) -> None:
    book = four_corners().copy()
    book.set_type(pyvips.GValue.gint_type, "page-height", 32)
    with pytest.raises(PictureNotRecognised):
        await normalise(reader, book.tiffsave_buffer())


@pytest.mark.parametrize("save", ["jpegsave_buffer", "pngsave_buffer"])
async def test_thumbnails_are_made_of_what_is_stored(reader: PictureReader, save: str) -> None:
    """As wide as the settings say, widest first, upright, and never wider than the picture."""
    turned = four_corners(120, 180).rot270().copy()
    turned.set_type(pyvips.GValue.gint_type, "orientation", 6)
    picture = await normalise(reader, getattr(turned, save)())
    assert [thumbnail.width_px for thumbnail in picture.thumbnails] == [100, 50]
    for thumbnail in picture.thumbnails:
        image = pyvips.Image.new_from_buffer(thumbnail.data, "")
        assert (image.width, image.height) == (
            thumbnail.width_px,
            thumbnail.width_px * 3 // 2,
        )
        assert image.get("vips-loader") == opened(picture).get("vips-loader")
        assert not [name for name in image.get_fields() if name.startswith("exif")]
        for x, y, colour in ((0.1, 0.1, RED), (0.9, 0.1, GREEN), (0.9, 0.9, BLUE)):
            assert shows(image, int(x * image.width), int(y * image.height), colour)


async def test_a_small_picture_has_no_thumbnails(reader: PictureReader) -> None:
    assert (await normalise(reader, four_corners(50, 40).jpegsave_buffer())).thumbnails == ()
    larger = await normalise(reader, noisy().jpegsave_buffer())
    assert [thumbnail.width_px for thumbnail in larger.thumbnails] == [200, 100, 50]
