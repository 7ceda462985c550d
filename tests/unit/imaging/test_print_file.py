"""The lab gets exactly the pixels, the density and the colours that it asks for, and no more."""

from pathlib import Path

import pytest
import pyvips

from adapters.outbound.imaging.rendering.printing import print_file
from adapters.outbound.imaging.rendering.requests import PrintReply, PrintRequest
from domain.designs.parameters import Orientation
from domain.designs.plan import PrintPlan
from domain.media.refusals import PictureUndecodable
from tests.unit.designs.looks import a_frame
from tests.unit.imaging.pictures import plan_for, red_over_blue


def printed(picture: Path, plan: PrintPlan, told: list[int] | None = None) -> PrintReply:
    told = [] if told is None else told
    request = PrintRequest(
        picture=str(picture), to=str(picture.with_name("print.jpg")), plan=plan, quality=95
    )
    return print_file(request, told.append)


def read(picture: Path) -> pyvips.Image:
    return pyvips.Image.new_from_file(str(picture.with_name("print.jpg")))


@pytest.mark.parametrize("orientation", Orientation)
def test_it_has_the_labs_exact_pixels_and_density(tmp_path: Path, orientation: Orientation) -> None:
    picture = red_over_blue(tmp_path / "picture.png")
    plan = plan_for(frame=a_frame((301, 407)), orientation=orientation)
    made = printed(picture, plan)
    image = read(picture)
    expected = (301, 407) if orientation is Orientation.PORTRAIT else (407, 301)
    assert (image.width, image.height) == (made.width_px, made.height_px) == expected
    # JFIF 1.02: version, unit (dots per inch) and density across and down.
    begin = picture.with_name("print.jpg").read_bytes()
    assert begin.startswith(b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x02\x01\x01\x2c\x01\x2c\0\0")
    assert begin.count(b"JFIF") == 1
    assert round(image.xres * 25.4) == round(image.yres * 25.4) == 300


def test_it_is_srgb_in_eight_bits_with_all_of_its_colours_and_a_profile(tmp_path: Path) -> None:
    picture = red_over_blue(tmp_path / "picture.png")
    printed(picture, plan_for())
    image = read(picture)
    assert (image.bands, image.format, image.interpretation) == (3, "uchar", "srgb")
    assert image.get("jpeg-chroma-subsample") == "4:4:4"
    assert "sRGB".encode("utf-16-be") in image.get("icc-profile-data")


def test_it_tells_nothing_else_of_the_picture(tmp_path: Path) -> None:
    picture = tmp_path / "picture.jpg"
    image = pyvips.Image.new_from_file(str(red_over_blue(tmp_path / "plain.png")))
    image = image.copy()
    image.set_type(pyvips.GValue.gstr_type, "exif-ifd0-Artist", "Somebody")
    image.write_to_file(str(picture))
    assert b"Somebody" in picture.read_bytes()
    printed(picture, plan_for())
    assert b"Somebody" not in picture.with_name("print.jpg").read_bytes()
    assert not [name for name in read(picture).get_fields() if name.startswith(("exif", "xmp"))]


def test_an_orientation_that_a_file_still_names_is_not_heeded_again(tmp_path: Path) -> None:
    picture = tmp_path / "picture.jpg"
    image = pyvips.Image.new_from_file(str(red_over_blue(tmp_path / "plain.png"))).copy()
    image.set_type(pyvips.GValue.gint_type, "orientation", 3)
    image.write_to_file(str(picture))
    printed(picture, plan_for())
    red, _, blue = read(picture)(150, 40)
    assert red > 150 > 100 > blue


def test_what_is_transparent_shows_the_paper(tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    pyvips.Image.black(60, 80, bands=4).copy(interpretation="srgb").write_to_file(str(picture))
    printed(picture, plan_for(paper="#20c040"))
    assert read(picture)(150, 200) == pytest.approx([0x20, 0xC0, 0x40], abs=3)


def test_a_grey_picture_prints_in_grey(tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    (pyvips.Image.black(60, 80) + 120).cast("uchar").write_to_file(str(picture))
    printed(picture, plan_for())
    assert read(picture)(150, 200) == pytest.approx([120, 120, 120], abs=2)


def test_progress_only_ever_grows_up_to_a_hundred(tmp_path: Path) -> None:
    picture = red_over_blue(tmp_path / "picture.png")
    told: list[int] = []
    printed(picture, plan_for(frame=a_frame((1500, 2000))), told)
    assert told == sorted(set(told))
    assert told[-1] == 100


def test_of_a_damaged_picture_nothing_is_left_under_the_name(tmp_path: Path) -> None:
    picture = tmp_path / "picture.jpg"
    whole = red_over_blue(tmp_path / "whole.jpg", 600, 800).read_bytes()
    picture.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(PictureUndecodable):
        printed(picture, plan_for((600, 800)))
    assert not picture.with_name("print.jpg").exists()
