"""How well a picture prints in a frame, judged by the dots per inch that it leaves on paper."""

from dataclasses import dataclass
from enum import StrEnum

from domain.catalog.catalogue import Catalogue
from domain.catalog.frame import Frame
from domain.shared.refusals import Invalid

# The lab states print areas in pixels at this density.
PRINT_AREA_DPI = 300


class Verdict(StrEnum):
    EXCELLENT = "excellent"
    GOOD = "good"
    POOR = "poor"
    REFUSED = "refused"


# The lowest density that earns each verdict; anything below the last is refused. At arm's length
# 250 dpi cannot be told from more, 150 looks sharp on a wall, 100 is visibly soft.
DPI_AT_LEAST = (
    (250, Verdict.EXCELLENT),
    (150, Verdict.GOOD),
    (100, Verdict.POOR),
)

POOR_WARNING = "This picture will look soft at this size. A smaller frame prints it more sharply."


class PictureTooSmall(Invalid):
    """Printed at this size the picture would be a blur; `facts` say what would print well."""

    code = "picture_too_small_for_print"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintQuality:
    """`dpi` is rounded down, so that a verdict never flatters."""

    verdict: Verdict
    dpi: int

    @property
    def warning(self) -> str | None:
        return POOR_WARNING if self.verdict is Verdict.POOR else None


def print_quality(width_px: int, height_px: int, frame: Frame) -> PrintQuality:
    """For an upright print or one turned by 90 degrees, whichever wastes less of the picture."""
    dpi = max(
        _dpi(width_px, height_px, area_width_px, area_height_px)
        for area_width_px, area_height_px in (frame.print_area_px, frame.print_area_px[::-1])
    )
    verdict = next((name for least, name in DPI_AT_LEAST if dpi >= least), Verdict.REFUSED)
    return PrintQuality(verdict=verdict, dpi=dpi)


def printable_quality(
    width_px: int, height_px: int, frame: Frame, catalogue: Catalogue
) -> PrintQuality:
    """The verdict, or PictureTooSmall."""
    quality = print_quality(width_px, height_px, frame)
    if quality.verdict is Verdict.REFUSED:
        needed_px = needed_for(Verdict.POOR, width_px, height_px, frame)
        raise PictureTooSmall(
            f"A picture of {width_px} by {height_px} pixels prints at {quality.dpi} dpi in "
            f"{frame.size_name}.",
            field="frameSize",
            facts={
                "dpi": quality.dpi,
                "neededWidthPx": needed_px[0],
                "neededHeightPx": needed_px[1],
                "largestFrameSize": largest_size_that_prints_well(
                    width_px, height_px, frame, catalogue
                ),
            },
        )
    return quality


def needed_for(verdict: Verdict, width_px: int, height_px: int, frame: Frame) -> tuple[int, int]:
    """The least (width, height) in pixels, turned as the picture is, that earns the verdict."""
    least_dpi = next(dpi for dpi, name in DPI_AT_LEAST if name is verdict)
    short, long = (-(-side * least_dpi // PRINT_AREA_DPI) for side in sorted(frame.print_area_px))
    return (long, short) if width_px > height_px else (short, long)


def largest_size_that_prints_well(
    width_px: int, height_px: int, frame: Frame, catalogue: Catalogue
) -> str | None:
    """Of the same style and material, with a verdict of good or better; None if none does."""
    good = [
        other
        for other in catalogue.same_kind(frame)
        if print_quality(width_px, height_px, other).verdict in (Verdict.GOOD, Verdict.EXCELLENT)
    ]
    if not good:
        return None
    return max(good, key=lambda other: other.print_area_px[0] * other.print_area_px[1]).frame_size


def _dpi(width_px: int, height_px: int, area_width_px: int, area_height_px: int) -> int:
    # Covering the area enlarges by the larger ratio, so the smaller density is what is seen.
    return min(
        PRINT_AREA_DPI * width_px // area_width_px,
        PRINT_AREA_DPI * height_px // area_height_px,
    )
