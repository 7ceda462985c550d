"""The choices that complete a lab's SKU, such as the colour of a frame: a hashable set of pairs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Attributes:
    """Sorted by name, so that two equal sets of choices are equal values."""

    pairs: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, chosen: Mapping[str, str]) -> Self:
        return cls(tuple(sorted(chosen.items())))

    @property
    def as_dict(self) -> dict[str, str]:
        return dict(self.pairs)
