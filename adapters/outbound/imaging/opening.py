"""Opens a stranger's file by the loader of its format, after its header has been looked at."""

from collections.abc import Iterator
from contextlib import contextmanager

import pyvips

from adapters.outbound.imaging.heic import opened_heic
from adapters.outbound.imaging.tiff_pages import has_another_page
from domain.media.formats import PictureFormat
from domain.media.limits import PictureLimits
from domain.media.refusals import PictureNotRecognised

LOADERS = {
    PictureFormat.JPEG: "jpegload",
    PictureFormat.PNG: "pngload",
    PictureFormat.WEBP: "webpload",
    PictureFormat.TIFF: "tiffload",
}
# EXIF 2.32, tag 274: as it is, and mirrored left to right. All others need rows in another order.
READ_TOP_DOWN = frozenset({1, 2})


@contextmanager
def opened_upright(
    path: str, read_as: PictureFormat, limits: PictureLimits
) -> Iterator[pyvips.Image]:
    """Nothing but the header is read here, except of HEIC.

    Raises PictureTooManyPixels, PictureNotRecognised, PictureTruncated, or pyvips.Error.
    """
    if read_as is PictureFormat.HEIC:
        with opened_heic(path, limits) as image:
            yield image
    else:
        yield _opened(path, read_as, limits)


def _opened(path: str, read_as: PictureFormat, limits: PictureLimits) -> pyvips.Image:
    if read_as is PictureFormat.TIFF and has_another_page(path):
        raise _several()
    image = _load(path, read_as, "sequential")
    limits.check_pixels(image.width, image.height)
    if image.get_typeof("n-pages") and image.get("n-pages") > 1:
        raise _several()
    orientation = image.get("orientation") if image.get_typeof("orientation") else 1
    if orientation in READ_TOP_DOWN:
        return image.autorot()
    # libvips keeps large ones in a temporary file, so that turning them takes little memory.
    return _load(path, read_as, "random").autorot()


def _several() -> PictureNotRecognised:
    return PictureNotRecognised(
        "A picture of several frames or pages cannot be printed.", field="file"
    )


def _load(path: str, read_as: PictureFormat, access: str) -> pyvips.Image:
    # Warnings are let pass: libjpeg warns of stray bytes that some cameras always write.
    return pyvips.Operation.call(LOADERS[read_as], path, access=access, fail_on="error")
