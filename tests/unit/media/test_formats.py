"""A picture is what its bytes say it is."""

import pytest

from domain.media.formats import PictureFormat, recognise
from domain.media.refusals import PictureEmpty, PictureNotRecognised, PictureTypeDiffers

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"
WEBP = b"RIFF\x00\x00\x00\x00WEBP"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (JPEG, PictureFormat.JPEG),
        (PNG, PictureFormat.PNG),
        (WEBP, PictureFormat.WEBP),
        (b"II*\0\x08\0\0\0", PictureFormat.TIFF),
        (b"MM\0*\0\0\0\x08", PictureFormat.TIFF),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", PictureFormat.HEIC),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", PictureFormat.HEIC),
    ],
)
@pytest.mark.parametrize("declared", [None, "", "application/octet-stream"])
def test_the_bytes_decide_when_nothing_is_declared(
    head: bytes, expected: PictureFormat, declared: str | None
) -> None:
    assert recognise(head, declared) is expected


@pytest.mark.parametrize(
    "declared", ["image/jpeg", "IMAGE/JPEG", "image/jpg", "image/pjpeg", "image/jpeg; q=1"]
)
def test_a_declared_type_may_be_written_in_many_ways(declared: str) -> None:
    assert recognise(JPEG, declared) is PictureFormat.JPEG


@pytest.mark.parametrize("declared", ["image/heic", "image/heif"])
def test_heic_goes_by_two_names(declared: str) -> None:
    assert recognise(b"\0\0\0\x14ftypheic\0\0\0\0mif1", declared) is PictureFormat.HEIC


def test_brands_behind_the_list_of_brands_do_not_count() -> None:
    with pytest.raises(PictureNotRecognised):
        recognise(b"\0\0\0\x14ftypmif1\0\0\0\0avifheic", None)


@pytest.mark.parametrize("declared", ["image/png", "text/plain", "application/pdf", "image/*"])
def test_a_declared_type_may_not_contradict_the_bytes(declared: str) -> None:
    with pytest.raises(PictureTypeDiffers):
        recognise(JPEG, declared)


@pytest.mark.parametrize(
    "head",
    [
        b"GIF89a\x01\x00\x01\x00\x00\x00",
        b"<svg xmlns='h",
        b"II+\x00\x08\x00\x00\x00",
        b"%PDF-1.7\n%\xe2\xe3",
        b"RIFF\x00\x00\x00\x00WAVE",
        b"\x00\x00\x00\x1cftypavif\0\0\0\0avifmif1",
        b"\x00\x00\x00\x18ftypmp42\0\0\0\0isom",
        b"hello",
        b"\xff\xd8",
    ],
)
def test_anything_else_is_not_a_picture_whatever_it_is_called(head: bytes) -> None:
    with pytest.raises(PictureNotRecognised):
        recognise(head, "image/jpeg")


def test_no_bytes_are_no_picture() -> None:
    with pytest.raises(PictureEmpty):
        recognise(b"", None)
