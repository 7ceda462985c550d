"""What designs need: someone who renders them, and the lists of designs and of renders."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from domain.designs.look import FrameLook
from domain.designs.plan import PrintPlan

# Told now and then how far a render is, of 100.
Progress = Callable[[int], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewImage:
    """A whole picture file, small enough to be held in memory."""

    media_type: str
    width_px: int
    height_px: int
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintFile:
    """What was written; `md5` and `sha256` are hex."""

    width_px: int
    height_px: int
    bytes_count: int
    md5: str
    sha256: str


class Renderer(Protocol):
    """Draws a plan from the file of a stored picture or of a smaller copy of it.

    Raises PictureUndecodable when the file cannot be read or breaks whoever reads it, Unavailable
    when there is no room or nobody free; a render that is too slow counts as one that breaks.
    """

    async def preview(
        self, picture: Path, plan: PrintPlan, look: FrameLook, *, long_side_px: int
    ) -> PreviewImage:
        """As it will hang on a wall, the longer side of the whole `long_side_px`."""
        ...

    async def print_file(
        self, picture: Path, plan: PrintPlan, to: Path, on_progress: Progress
    ) -> PrintFile:
        """Written to `to`: a JPEG of exactly the plan's pixels and dpi, with an sRGB profile."""
        ...
