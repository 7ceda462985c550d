"""Whatever is typed into a text slot is written inside of it, or left out."""

import pytest
import pyvips
from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.imaging.font_names import FontName
from adapters.outbound.imaging.rendering.fonts import FONTS, drawable
from adapters.outbound.imaging.rendering.lettering import Lettering, lettering
from domain.designs.box import Box
from domain.designs.plan import PlacedText
from domain.designs.template import Align

BOX = Box(20.0, 30.0, 300.0, 60.0)


def written(
    text: str, *, font: str = FontName.SERIF, align: Align = Align.CENTRE, box: Box = BOX
) -> Lettering | None:
    return lettering(PlacedText(text=text, box=box, font=font, colour="#102030", align=align))


def ink(text: str, **rest: object) -> Lettering:
    made = written(text, **rest)  # type: ignore[arg-type]
    assert made is not None
    return made


@given(st.text(max_size=40), st.sampled_from(FontName), st.sampled_from(Align))
def test_any_text_stays_inside_its_box(text: str, font: FontName, align: Align) -> None:
    made = written(text, font=font, align=align)
    if made is not None:
        # A pixel more is rounding.
        assert made.left >= BOX.left - 1
        assert made.top >= BOX.top - 1
        assert made.left + made.mask.width <= BOX.right + 1
        assert made.top + made.mask.height <= BOX.bottom + 1


@pytest.mark.parametrize("font", FontName)
def test_each_font_has_a_file_and_looks_like_no_other(font: FontName) -> None:
    assert FONTS[font].file.is_file()
    masks = [ink("Bella", font=other).mask for other in FontName if other is not font]
    own = ink("Bella", font=font).mask
    assert all(
        (own.width, own.height) != (mask.width, mask.height) or (own - mask).abs().max() > 100
        for mask in masks
    )


def test_a_long_name_is_as_wide_as_its_box_and_a_short_one_as_high() -> None:
    long, short = ink("A very long name for a small dog"), ink("Åg")
    assert BOX.width * 0.95 < long.mask.width <= BOX.width
    assert BOX.height * 0.75 < short.mask.height <= BOX.height


def test_a_name_without_tall_letters_is_not_written_larger() -> None:
    low, tall = ink("nananana"), ink("nanananaÅg")
    assert low.mask.height < tall.mask.height * 0.6


def test_alignment_moves_it_in_its_box() -> None:
    assert abs(ink("Bo", align=Align.LEFT).left - BOX.left) <= 1
    right = ink("Bo", align=Align.RIGHT)
    assert abs(right.left + right.mask.width - BOX.right) <= 1
    middle = ink("Bo")
    assert abs(middle.left + middle.mask.width / 2 - BOX.centre[0]) <= 1


def test_what_no_font_of_ours_can_draw_is_left_out() -> None:
    assert drawable("Bella 🐶 and Ж", FontName.HANDWRITING) == "Bella and Ж"
    assert written("🐶🐾") is None
    plain, with_paw = ink("Bella"), ink("Bella🐾")
    assert (plain.mask - with_paw.mask).abs().max() == 0


def test_markup_is_text_like_any_other() -> None:
    tags, plain = ink("<b>x</b> & &amp;"), ink("x")
    assert tags.mask.width > 3 * plain.mask.width


def test_ink_has_the_colour_that_was_chosen() -> None:
    sheet = (pyvips.Image.black(400, 120, bands=3) + 255).cast("uchar")
    drawn = ink("■■■■■■", font=FontName.SANS) if drawable("■", FontName.SANS) else ink("IIIIII")
    done = drawn.onto(sheet.copy(interpretation="srgb"))
    assert done[0].min() == 0x10
    assert done[2].min() == 0x20 + 0x10
    assert done(5, 5) == [255, 255, 255]
