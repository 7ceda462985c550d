"""The task of reading a buyer's picture: upright, clean, in sRGB, with its thumbnails beside it."""

import msgspec

from adapters.outbound.imaging.task import Task
from domain.media.formats import PictureFormat
from domain.media.limits import PictureLimits
from domain.media.refusals import PictureNotRecognised, PictureTooManyPixels, PictureTruncated


class ReadPicture(msgspec.Struct, frozen=True, kw_only=True):
    """`original` is the file to read, `picture` the one to write; thumbnails go beside it."""

    original: str
    picture: str
    read_as: PictureFormat
    limits: PictureLimits
    thumbnail_widths_px: tuple[int, ...]


class PictureRead(msgspec.Struct, frozen=True, kw_only=True):
    media_type: PictureFormat
    width_px: int
    height_px: int
    thumbnail_widths_px: tuple[int, ...]


READ_PICTURE = Task(
    name="read_picture",
    request=ReadPicture,
    reply=PictureRead,
    function="adapters.outbound.imaging.normalising:normalise",
    refusals=(PictureNotRecognised, PictureTooManyPixels, PictureTruncated),
)
