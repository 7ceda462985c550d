"""Everything the shop offers to put a picture in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from domain.catalog.frame import Frame
from domain.shared.refusals import Invalid

_Choice = tuple[str, str, str]


class FrameUnknown(Invalid):
    """That combination of size, style and material is not offered; `facts` list what is."""

    code = "frame_unknown"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Frames in the order in which a shop window shows them."""

    frames: tuple[Frame, ...]
    _by_choice: dict[_Choice, Frame] = field(repr=False, compare=False)

    @classmethod
    def of(cls, frames: Iterable[Frame]) -> Self:
        frames = tuple(frames)
        by_choice = {
            _choice(frame.frame_size, frame.frame_style, frame.frame_material): frame
            for frame in frames
        }
        if len(by_choice) != len(frames):
            raise ValueError("Two frames share size, style and material.")
        return cls(frames, by_choice)

    def find(self, size: str, style: str, material: str) -> Frame | None:
        """Upper and lower case are the same."""
        return self._by_choice.get(_choice(size, style, material))

    def frame(self, size: str, style: str, material: str) -> Frame:
        """Raises FrameUnknown."""
        found = self.find(size, style, material)
        if found is None:
            raise FrameUnknown(
                f"No frame of size {size!r}, style {style!r} and material {material!r} is offered.",
                field=self._first_unknown(size, style, material),
                facts={
                    "frameSizes": self.sizes,
                    "frameStyles": self.styles,
                    "frameMaterials": self.materials,
                },
            )
        return found

    def same_kind(self, frame: Frame) -> tuple[Frame, ...]:
        """The sizes in which this style and material come."""
        return tuple(
            other
            for other in self.frames
            if (other.frame_style, other.frame_material)
            == (frame.frame_style, frame.frame_material)
        )

    @property
    def sizes(self) -> list[str]:
        return list(dict.fromkeys(frame.frame_size for frame in self.frames))

    @property
    def styles(self) -> list[str]:
        return list(dict.fromkeys(frame.frame_style for frame in self.frames))

    @property
    def materials(self) -> list[str]:
        return list(dict.fromkeys(frame.frame_material for frame in self.frames))

    @property
    def currencies(self) -> list[str]:
        """Currencies in which every frame has a price."""
        sold = [set(frame.prices) for frame in self.frames]
        return sorted(set.intersection(*sold)) if sold else []

    def _first_unknown(self, size: str, style: str, material: str) -> str:
        for name, given, offered in (
            ("frameSize", size, self.sizes),
            ("frameStyle", style, self.styles),
            ("frameMaterial", material, self.materials),
        ):
            if given.casefold() not in (word.casefold() for word in offered):
                return name
        return "frameSize"


def _choice(size: str, style: str, material: str) -> _Choice:
    return size.casefold(), style.casefold(), material.casefold()
