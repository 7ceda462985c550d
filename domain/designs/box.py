"""A rectangle, in whatever unit its owner says: fractions of something, or pixels."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2

    def inside(self, whole: Self) -> Self:
        """This box, of fractions of `whole`, in the unit of `whole`."""
        return type(self)(
            whole.left + self.left * whole.width,
            whole.top + self.top * whole.height,
            self.width * whole.width,
            self.height * whole.height,
        )

    def shrunk(self, margin: float) -> Self:
        """Less `margin` on every side; a negative one grows it."""
        return type(self)(
            self.left + margin,
            self.top + margin,
            self.width - 2 * margin,
            self.height - 2 * margin,
        )


UNIT = Box(0.0, 0.0, 1.0, 1.0)
