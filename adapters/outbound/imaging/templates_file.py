"""Reads the templates of designs: where the picture lies, and where words may stand."""

from pathlib import Path

import msgspec

from adapters.outbound.imaging.font_names import FontName
from adapters.outbound.imaging.rendering.fonts import drawn_with
from domain.designs.box import Box
from domain.designs.colour import colour
from domain.designs.template import Align, Template, Templates, TextSlot

FILE = Path(__file__).with_name("templates.json")

# Left, top, width and height, in fractions of what the mount leaves visible.
_Box = tuple[float, float, float, float]


class _Slot(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    box: _Box
    font: FontName
    colour: str
    align: Align
    length_max: int
    lines_max: int = 1
    box_landscape: _Box | None = None


class _Template(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    title: str
    description: str
    picture: _Box
    picture_landscape: _Box | None = None
    texts: dict[str, _Slot] = {}


def read_templates(path: Path = FILE) -> Templates:
    """In the order of the file.

    Raises msgspec.ValidationError for a file that says something else, and ColourInvalid.
    """
    file = msgspec.json.decode(path.read_bytes(), type=dict[str, _Template])
    return Templates.of(
        Template(
            id=name,
            title=made.title,
            description=made.description,
            picture=Box(*made.picture),
            picture_landscape=_box(made.picture_landscape),
            texts=tuple(_slot(slot_name, slot) for slot_name, slot in made.texts.items()),
        )
        for name, made in file.items()
    )


def _slot(name: str, slot: _Slot) -> TextSlot:
    return TextSlot(
        id=name,
        box=Box(*slot.box),
        font=slot.font,
        colour=colour(slot.colour, field=f"texts.{name}.colour"),
        align=slot.align,
        length_max=slot.length_max,
        lines_max=slot.lines_max,
        box_landscape=_box(slot.box_landscape),
        characters=drawn_with(slot.font),
    )


def _box(given: _Box | None) -> Box | None:
    return None if given is None else Box(*given)
