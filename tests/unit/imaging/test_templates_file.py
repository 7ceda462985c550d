"""The shop's own templates: whole, inside the print, and with fonts that there are."""

import itertools
from pathlib import Path

import msgspec
import pytest

from adapters.outbound.imaging.rendering.fonts import FONTS
from adapters.outbound.imaging.templates_file import read_templates
from domain.designs.box import Box
from domain.designs.parameters import Orientation
from domain.designs.refusals import TextNotAccepted
from domain.designs.template import Template

TEMPLATES = read_templates().all
by_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.id)


def inside(box: Box) -> bool:
    return min(box.left, box.top) >= 0 and max(box.right, box.bottom) <= 1


def overlap(one: Box, other: Box) -> bool:
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


@by_template
@pytest.mark.parametrize("orientation", Orientation)
def test_nothing_lies_outside_or_on_top_of_another(
    template: Template, orientation: Orientation
) -> None:
    boxes = [
        template.picture_in(orientation),
        *(slot.box_in(orientation) for slot in template.texts),
    ]
    assert all(inside(box) for box in boxes)
    assert not any(overlap(one, other) for one, other in itertools.combinations(boxes, 2))


@by_template
def test_each_says_what_it_is_and_names_fonts_that_there_are(template: Template) -> None:
    assert template.title
    assert template.description.endswith(".")
    assert {slot.font for slot in template.texts} <= FONTS.keys()


@by_template
def test_names_of_europe_can_be_written_and_emoji_cannot(template: Template) -> None:
    for slot in template.texts:
        assert slot.checked("Zoë & Łukasz, Ж 2026")
        with pytest.raises(TextNotAccepted):
            slot.checked("🐶")


def test_the_picture_alone_comes_first() -> None:
    assert TEMPLATES[0].picture == Box(0, 0, 1, 1)
    assert not TEMPLATES[0].texts


def test_a_file_that_says_something_else_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "templates.json"
    file.write_text('{"odd": {"title": "Odd", "description": "x.", "picture": [0, 0, 1]}}')
    with pytest.raises(msgspec.ValidationError):
        read_templates(file)
