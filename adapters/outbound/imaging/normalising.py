"""From untrusted bytes to an upright, clean sRGB picture; runs in an imaging process."""

import pyvips

from adapters.outbound.imaging.colours import in_srgb
from adapters.outbound.imaging.opening import opened_upright
from adapters.outbound.imaging.read_picture import PictureRead, ReadPicture
from adapters.outbound.imaging.task import TellProgress
from adapters.outbound.imaging.thumbnails import write_thumbnails
from adapters.outbound.imaging.trouble import decoding
from domain.media.formats import PictureFormat


def normalise(asked: ReadPicture, tell: TellProgress) -> PictureRead:
    """Raises PictureTooManyPixels, PictureNotRecognised or PictureTruncated."""
    with decoding(), opened_upright(asked.original, asked.read_as, asked.limits) as opened:
        image = in_srgb(opened)
        see_through = image.hasalpha()
        if asked.read_as is PictureFormat.PNG or see_through:
            media_type = PictureFormat.PNG
            _write_png(image, asked.picture)
        else:
            media_type = PictureFormat.JPEG
            _write_jpeg(image, asked.picture)
        widths = write_thumbnails(asked.picture, media_type, image.width, asked.thumbnail_widths_px)
        return PictureRead(
            media_type=media_type,
            width_px=image.width,
            height_px=image.height,
            thumbnail_widths_px=tuple(widths),
        )


def _write_jpeg(image: pyvips.Image, path: str) -> None:
    image.jpegsave(path, Q=95, subsample_mode="off", keep="none", profile="srgb")


def _write_png(image: pyvips.Image, path: str) -> None:
    image.pngsave(path, compression=3, filter="up", keep="none", profile="srgb")
