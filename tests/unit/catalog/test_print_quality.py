"""The verdict on a picture in a frame."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalog.print_quality import (
    PictureTooSmall,
    Verdict,
    needed_for,
    print_quality,
    printable_quality,
)
from tests.unit.catalog.frames import catalogue, frame

sides = st.integers(min_value=1, max_value=30_000)
sizes = st.sampled_from(["8x10", "12x16", "24x36"])


@pytest.mark.parametrize(
    ("width_px", "height_px", "verdict", "dpi"),
    [
        (3600, 4800, Verdict.EXCELLENT, 300),
        (3000, 4000, Verdict.EXCELLENT, 250),
        (2999, 4000, Verdict.GOOD, 249),
        (1800, 2400, Verdict.GOOD, 150),
        (1799, 2400, Verdict.POOR, 149),
        (1200, 1600, Verdict.POOR, 100),
        (1199, 1600, Verdict.REFUSED, 99),
    ],
)
def test_the_verdict_follows_the_table(
    width_px: int, height_px: int, verdict: Verdict, dpi: int
) -> None:
    quality = print_quality(width_px, height_px, frame("12x16"))
    assert (quality.verdict, quality.dpi) == (verdict, dpi)


def test_only_a_poor_print_carries_a_warning() -> None:
    assert print_quality(1200, 1600, frame("12x16")).warning
    assert print_quality(3600, 4800, frame("12x16")).warning is None


def test_the_narrow_side_decides_because_the_print_area_is_filled() -> None:
    assert print_quality(1800, 30_000, frame("12x16")).dpi == 150


@given(sides, sides, sizes)
def test_turning_a_picture_by_ninety_degrees_changes_nothing(
    width_px: int, height_px: int, size: str
) -> None:
    upright = print_quality(width_px, height_px, frame(size))
    assert upright == print_quality(height_px, width_px, frame(size))


@given(sides, sides, sizes, st.integers(0, 5_000), st.integers(0, 5_000))
def test_more_pixels_never_make_a_worse_print(
    width_px: int, height_px: int, size: str, wider_px: int, higher_px: int
) -> None:
    smaller = print_quality(width_px, height_px, frame(size))
    larger = print_quality(width_px + wider_px, height_px + higher_px, frame(size))
    assert larger.dpi >= smaller.dpi


@given(sides, sides)
def test_a_smaller_frame_never_prints_worse(width_px: int, height_px: int) -> None:
    dpis = [print_quality(width_px, height_px, frame(size)).dpi for size in ("24x36", "12x16")]
    assert dpis == sorted(dpis)


@given(sides, sides, sizes, st.sampled_from([Verdict.EXCELLENT, Verdict.GOOD, Verdict.POOR]))
def test_the_pixels_said_to_be_needed_are_exactly_enough(
    width_px: int, height_px: int, size: str, verdict: Verdict
) -> None:
    needed_width_px, needed_height_px = needed_for(verdict, width_px, height_px, frame(size))
    assert print_quality(needed_width_px, needed_height_px, frame(size)).verdict is verdict
    fewer = print_quality(needed_width_px - 1, needed_height_px, frame(size))
    assert fewer.verdict is not verdict


def test_a_refusal_says_what_would_print_well() -> None:
    with pytest.raises(PictureTooSmall) as refused:
        printable_quality(1600, 1200, frame("24x36"), catalogue())
    assert refused.value.facts == {
        "dpi": 44,
        "neededWidthPx": 3600,
        "neededHeightPx": 2400,
        "largestFrameSize": "8x10",
    }


def test_a_picture_too_small_for_every_frame_is_told_so() -> None:
    with pytest.raises(PictureTooSmall) as refused:
        printable_quality(300, 200, frame("8x10"), catalogue())
    assert refused.value.facts["largestFrameSize"] is None
