"""The sizes of a preview: where wall, frame, mount and window lie, in whole pixels."""

from dataclasses import dataclass
from typing import Self

from domain.designs.look import FrameLook
from domain.designs.plan import MM_PER_INCH, PrintPlan

# So much of the longer side of a frame is seen of the wall around it.
WALL = 0.125


@dataclass(frozen=True, slots=True)
class Rect:
    """In pixels."""

    left: int
    top: int
    width: int
    height: int

    def within(self, other: "Rect") -> Self:
        """As seen from the corner of `other`."""
        return type(self)(self.left - other.left, self.top - other.top, self.width, self.height)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All that the drawing of a frame depends on, so that equal scenes look the same.

    `glass` is what the frame encloses, `window` what the mount leaves of it; the sheet of paper
    begins at `sheet_at`, in pixels and parts of them, and `print_scale` pixels are one of its.
    """

    width_px: int
    height_px: int
    px_per_mm: float
    print_scale: float
    sheet_at: tuple[float, float]
    outer: Rect
    glass: Rect
    window: Rect
    look: FrameLook

    @classmethod
    def of(cls, plan: PrintPlan, look: FrameLook, *, long_side_px: int) -> Self:
        mm = MM_PER_INCH / plan.dpi
        across, down = plan.width_px * mm, plan.height_px * mm
        frame = max(across, down) + 2 * look.face_mm
        wall = frame * WALL
        px_per_mm = long_side_px / (frame + 2 * wall)
        before = wall + look.face_mm
        width = round((across + 2 * before) * px_per_mm)
        height = round((down + 2 * before) * px_per_mm)
        scale = mm * px_per_mm
        at = before * px_per_mm
        window = plan.window
        return cls(
            width_px=width,
            height_px=height,
            px_per_mm=px_per_mm,
            print_scale=scale,
            sheet_at=(at, at),
            outer=_rect(
                wall * px_per_mm,
                wall * px_per_mm,
                (across + 2 * look.face_mm) * px_per_mm,
                (down + 2 * look.face_mm) * px_per_mm,
            ),
            glass=_rect(at, at, plan.width_px * scale, plan.height_px * scale),
            window=_rect(
                at + window.left * scale,
                at + window.top * scale,
                window.width * scale,
                window.height * scale,
            ),
            look=look,
        )


def _rect(left: float, top: float, width: float, height: float) -> Rect:
    right, bottom = round(left + width), round(top + height)
    return Rect(round(left), round(top), max(1, right - round(left)), max(1, bottom - round(top)))
