"""A template: where the picture lies on the print, and where words may stand beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self
from unicodedata import normalize

from domain.designs.box import Box
from domain.designs.parameters import Orientation
from domain.designs.refusals import TemplateUnknown, TextNotAccepted


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSlot:
    """`box` is in fractions of what the mount leaves visible; the text is as large as fits it.

    `box_landscape` takes its place on a print that lies; None for the same fractions. `characters`
    are those that can be drawn, as code points; None for all there are.
    """

    id: str
    box: Box
    font: str
    colour: str
    align: Align
    length_max: int
    lines_max: int = 1
    box_landscape: Box | None = None
    characters: frozenset[int] | None = field(default=None, repr=False)

    def box_in(self, orientation: Orientation) -> Box:
        if orientation is Orientation.LANDSCAPE and self.box_landscape is not None:
            return self.box_landscape
        return self.box

    def checked(self, text: str) -> str:
        """Composed, without control characters and spare spaces. Raises TextNotAccepted."""
        lines = [
            " ".join("".join(c for c in line if c.isspace() or c.isprintable()).split())
            for line in normalize("NFC", text).splitlines()
        ]
        settled = "\n".join(lines).strip("\n")
        if len(settled) > self.length_max or len(lines) > self.lines_max:
            raise TextNotAccepted(
                f"At most {self.length_max} characters in {self.lines_max} line(s) fit here.",
                field=f"texts.{self.id}",
                facts={"lengthMax": self.length_max, "linesMax": self.lines_max},
            )
        self._check_drawable(settled)
        return settled

    def _check_drawable(self, text: str) -> None:
        """What is left out in silence would be missed on the wall. Raises TextNotAccepted."""
        if self.characters is None:
            return
        drawn = self.characters
        missing = [sign for sign in dict.fromkeys(text) if sign != "\n" and ord(sign) not in drawn]
        if missing:
            raise TextNotAccepted(
                f"The font of this text has no {' '.join(missing)}.",
                field=f"texts.{self.id}",
                facts={"characters": missing},
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """`picture` is in fractions of what the mount leaves visible; (0, 0, 1, 1) fills it.

    `picture_landscape` takes its place on a print that lies; None for the same fractions.
    """

    id: str
    title: str
    picture: Box
    texts: tuple[TextSlot, ...] = ()
    description: str = ""
    picture_landscape: Box | None = None

    def picture_in(self, orientation: Orientation) -> Box:
        if orientation is Orientation.LANDSCAPE and self.picture_landscape is not None:
            return self.picture_landscape
        return self.picture

    def checked_texts(self, given: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """Sorted by slot, empty ones left out. Raises TextNotAccepted."""
        slots = {slot.id: slot for slot in self.texts}
        for name in given:
            if name not in slots:
                raise TextNotAccepted(
                    f"The template has no place named {name[:50]!r}.",
                    field="texts",
                    facts={"slots": sorted(slots)},
                )
        settled = {name: slots[name].checked(text) for name, text in given.items()}
        return tuple(sorted((name, text) for name, text in settled.items() if text))


@dataclass(frozen=True, slots=True)
class Templates:
    """All of the shop, in the order in which a shop window shows them."""

    all: tuple[Template, ...]
    _by_id: dict[str, Template] = field(repr=False, compare=False)

    @classmethod
    def of(cls, templates: Iterable[Template]) -> Self:
        templates = tuple(templates)
        by_id = {template.id: template for template in templates}
        if len(by_id) != len(templates):
            raise ValueError("Two templates share an id.")
        return cls(templates, by_id)

    def template(self, template_id: str) -> Template:
        """Raises TemplateUnknown."""
        found = self._by_id.get(template_id)
        if found is None:
            raise TemplateUnknown(
                "The shop has no such template.",
                field="templateId",
                facts={"templates": list(self._by_id)},
            )
        return found
