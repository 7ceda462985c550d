"""Pictures have a largest size in bytes, in pixels and on a side."""

import pytest

from domain.media.limits import PictureLimits
from domain.media.refusals import PictureEmpty, PictureTooLarge, PictureTooManyPixels

LIMITS = PictureLimits(bytes_max=1_000_000, pixels_max=1_000_000, side_px_max=5_000)


def test_exactly_the_limit_is_taken() -> None:
    LIMITS.check_bytes(1_000_000)
    LIMITS.check_pixels(1_000, 1_000)
    LIMITS.check_pixels(5_000, 200)


def test_no_bytes_are_refused() -> None:
    with pytest.raises(PictureEmpty):
        LIMITS.check_bytes(0)


def test_one_byte_more_is_refused() -> None:
    with pytest.raises(PictureTooLarge):
        LIMITS.check_bytes(1_000_001)


@pytest.mark.parametrize(("width_px", "height_px"), [(1_001, 1_000), (5_001, 1), (1, 5_001)])
def test_one_pixel_more_is_refused(width_px: int, height_px: int) -> None:
    with pytest.raises(PictureTooManyPixels):
        LIMITS.check_pixels(width_px, height_px)
