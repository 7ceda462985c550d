"""libvips' part of the work: from untrusted bytes to an upright, clean sRGB picture."""

import pyvips

from application.shared.outcomes import Unavailable
from domain.media.formats import PictureFormat
from domain.media.limits import PictureLimits
from domain.media.refusals import PictureNotRecognised, PictureTruncated

LOADERS = {
    PictureFormat.JPEG: "jpegload_buffer",
    PictureFormat.PNG: "pngload_buffer",
    PictureFormat.WEBP: "webpload_buffer",
}
# EXIF 2.32, tag 274: as it is, and mirrored left to right. All others need rows in another order.
READ_TOP_DOWN = frozenset({1, 2})
OUT_OF_ROOM = ("out of memory", "No space left")


def set_up_vips() -> None:
    """Close every loader that is not meant for strangers' files, and keep nothing between calls."""
    pyvips.block_untrusted_set(True)
    pyvips.cache_set_max(0)
    # The shop decodes several pictures at once; one picture need not take all processors.
    pyvips.concurrency_set(1)


def normalise(
    data: bytes, read_as: PictureFormat, limits: PictureLimits
) -> tuple[PictureFormat, pyvips.Image, bytes]:
    """What it is now, its header, and its bytes.

    Raises PictureTooManyPixels, PictureNotRecognised, PictureTruncated, or Unavailable when this
    machine has no room for it.
    """
    try:
        image = _open(data, read_as, limits)
        image = _in_srgb(image.autorot())
        if read_as is PictureFormat.PNG or image.hasalpha():
            return PictureFormat.PNG, image, _as_png(image)
        return PictureFormat.JPEG, image, _as_jpeg(image)
    except pyvips.Error as error:
        if any(sign in error.detail for sign in OUT_OF_ROOM):
            raise Unavailable("imaging", "No room to decode a picture.") from error
        raise PictureTruncated(
            "The picture is damaged or was not sent completely.", field="file"
        ) from error


def _open(data: bytes, read_as: PictureFormat, limits: PictureLimits) -> pyvips.Image:
    # Only the header is read here; pixels are decoded when they are written out again.
    image = _load(data, read_as, "sequential")
    limits.check_pixels(image.width, image.height)
    if image.get_typeof("n-pages") and image.get("n-pages") > 1:
        raise PictureNotRecognised("An animated picture cannot be printed.", field="file")
    orientation = image.get("orientation") if image.get_typeof("orientation") else 1
    if orientation in READ_TOP_DOWN:
        return image
    # libvips keeps large ones in a temporary file, so that turning them takes little memory.
    return _load(data, read_as, "random")


def _load(data: bytes, read_as: PictureFormat, access: str) -> pyvips.Image:
    # Warnings are let pass: libjpeg warns of stray bytes that some cameras always write.
    return pyvips.Operation.call(LOADERS[read_as], data, access=access, fail_on="error")


def _in_srgb(image: pyvips.Image) -> pyvips.Image:
    if image.get_typeof("icc-profile-data"):
        return image.icc_transform(
            "srgb", embedded=True, intent="relative", black_point_compensation=True, depth=8
        )
    return image.colourspace("srgb")


def _as_jpeg(image: pyvips.Image) -> bytes:
    data: bytes = image.jpegsave_buffer(Q=95, subsample_mode="off", keep="none", profile="srgb")
    return data


def _as_png(image: pyvips.Image) -> bytes:
    data: bytes = image.pngsave_buffer(compression=3, filter="up", keep="none", profile="srgb")
    return data
