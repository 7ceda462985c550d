"""What a buyer wishes for becomes parameters, or a refusal that says what is offered."""

from dataclasses import replace
from uuid import uuid4

import pytest

from domain.catalog.attributes import Attributes
from domain.catalog.catalogue import Catalogue
from domain.catalog.frame import Frame
from domain.designs.box import Box
from domain.designs.parameters import Orientation, Parameters
from domain.designs.refusals import DesignIncomplete, MountNotOffered, TextNotAccepted
from domain.designs.template import Align, Template, Templates, TextSlot
from domain.designs.wish import LookWish, Offered, PlacementWish
from tests.contract.sample_goods import a_picture

PICTURE = a_picture(uuid4())


def frame(style: str, **mount: str) -> Frame:
    return Frame(
        frame_size="8x10",
        frame_style=style,
        frame_material="black",
        size_name="8 x 10 inches",
        style_name=style.title(),
        sku=f"SKU-{style}",
        attributes=Attributes.of({}),
        print_area_px=(2400, 3000),
        prices={"GBP": 1},
        mount_mm=50 if mount else 0,
        mount_colours=mount,
    )


def template(name: str, *slots: tuple[str, int]) -> Template:
    return Template(
        id=name,
        title=name,
        picture=Box(0, 0, 1, 0.8),
        texts=tuple(
            TextSlot(
                id=slot,
                box=Box(0, 0.8, 1, 0.1),
                font="sans",
                colour="#000000",
                align=Align.LEFT,
                length_max=length_max,
            )
            for slot, length_max in slots
        ),
    )


OFFERED = Offered(
    templates=Templates.of(
        [template("plain"), template("long", ("name", 20)), template("short", ("name", 3))]
    ),
    catalogue=Catalogue.of([frame("bare"), frame("mounted", snow="#fffffe", ink="#000001")]),
)
WISH = LookWish(
    template_id="plain",
    picture_id=PICTURE.id,
    frame_size="8X10",
    frame_style="Bare",
    frame_material="BLACK",
)


def settled(wish: LookWish, before: Parameters | None = None) -> Parameters:
    return OFFERED.settle(wish, PICTURE, before)


def test_what_nobody_can_guess_must_be_said() -> None:
    with pytest.raises(DesignIncomplete) as refusal:
        settled(replace(WISH, frame_size=None, template_id=None))
    assert refusal.value.facts == {"missing": ["templateId", "frameSize"]}


def test_the_rest_is_as_usual() -> None:
    look = settled(WISH)
    assert (look.frame_size, look.frame_style, look.frame_material) == ("8x10", "bare", "black")
    assert look.orientation is Orientation.PORTRAIT
    wide = replace(PICTURE, width_px=4000)
    assert OFFERED.settle(WISH, wide, None).orientation is Orientation.LANDSCAPE


def test_a_mounted_frame_has_its_usual_mount_and_another_has_none() -> None:
    bare, mounted = settled(WISH), settled(replace(WISH, frame_style="mounted"))
    assert (bare.mount_colour, mounted.mount_colour) == ("", "snow")
    ink = settled(LookWish(mount_colour="ink"), mounted)
    assert ink.mount_colour == "ink"
    # The mount goes with the frame, and the usual one comes with another.
    assert settled(LookWish(frame_style="bare"), ink).mount_colour == ""
    for before, offered in ((bare, []), (mounted, ["snow", "ink"])):
        with pytest.raises(MountNotOffered) as refusal:
            settled(LookWish(mount_colour="gold"), before)
        assert refusal.value.facts == {"mountColours": offered}


def test_what_is_left_out_stays_as_it_was() -> None:
    before = settled(
        replace(WISH, placement=PlacementWish(zoom=2.0, rotation_deg=5), paper="#ABCDEF")
    )
    after = settled(LookWish(placement=PlacementWish(centre_x=0.25)), before)
    assert after.paper == "#abcdef"
    assert (after.placement.zoom, after.placement.rotation_deg) == (2.0, 5.0)
    assert after.placement.centre_x == 0.25
    assert settled(LookWish(), before) == before
    assert LookWish().is_empty


def test_words_stay_where_the_next_template_has_room_for_them() -> None:
    before = settled(replace(WISH, template_id="long", texts={"name": "Rex"}))
    assert before.texts == (("name", "Rex"),)
    assert settled(LookWish(template_id="short"), before).texts == (("name", "Rex"),)
    assert settled(LookWish(template_id="plain"), before).texts == ()
    longer = settled(LookWish(texts={"name": "Rex and Bo"}), before)
    assert settled(LookWish(template_id="short"), longer).texts == ()
    with pytest.raises(TextNotAccepted):
        settled(LookWish(template_id="short", texts={"name": "Rex and Bo"}), before)
    assert settled(LookWish(texts={"name": ""}), before).texts == ()


def test_what_was_written_down_is_read_back_the_same() -> None:
    look = settled(
        replace(
            WISH,
            template_id="long",
            texts={"name": "Zoë"},
            placement=PlacementWish(crop=Box(0.9, 0.1, 0.1, 0.2), zoom=1.3),
        )
    )
    again = Parameters.of(look.written)
    assert again == look
    assert (again.canonical, again.crc32, again.sha256) == (look.canonical, look.crc32, look.sha256)


def drawn_with(characters: str) -> Offered:
    plain = OFFERED.templates.template("long")
    slot = replace(plain.texts[0], characters=frozenset(map(ord, characters)))
    return replace(OFFERED, templates=Templates.of([replace(plain, texts=(slot,))]))


def test_a_character_that_no_font_has_is_told_and_not_left_out() -> None:
    wish = replace(WISH, template_id="long", texts={"name": "Zoë 🐶 and 🐶"})
    with pytest.raises(TextNotAccepted) as refusal:
        drawn_with("Zoë and").settle(wish, PICTURE, None)
    assert refusal.value.field == "texts.name"
    assert refusal.value.facts == {"characters": ["🐶"]}


def test_letters_are_composed_and_every_kind_of_space_is_one() -> None:
    wish = replace(WISH, template_id="long", texts={"name": "Zoe\u0308\u00a0 \u2003Ann\u200b\x07"})
    settled = drawn_with("Zoë An").settle(wish, PICTURE, None)
    assert settled.texts == (("name", "Zoë Ann"),)
