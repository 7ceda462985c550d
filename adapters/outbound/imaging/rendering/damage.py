"""Whose fault it is when a stored picture cannot be drawn."""

from collections.abc import Iterator
from contextlib import contextmanager

from adapters.outbound.imaging.trouble import decoding
from domain.media.refusals import PictureTruncated, PictureUndecodable


@contextmanager
def drawing() -> Iterator[None]:
    """Raises PictureUndecodable, MachineHasNoRoom or OutOfBounds for what libvips raises."""
    try:
        with decoding():
            yield
    except PictureTruncated as error:
        raise PictureUndecodable("The picture cannot be read.", field="imageId") from error
