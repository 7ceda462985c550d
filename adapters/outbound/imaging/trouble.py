"""Tells damaged pictures from a machine without room and from a process that broke."""

from collections.abc import Iterator
from contextlib import contextmanager

import pyvips

from adapters.outbound.imaging.room import MachineHasNoRoom, OutOfBounds
from domain.media.refusals import PictureTruncated

# What an error says when the process hit its limits or asked for more memory than there is.
OUT_OF_BOUNDS = ("out of memory", "unable to allocate", "Cannot allocate", "File too large")
OUT_OF_ROOM = ("No space left", "Disk quota exceeded")


@contextmanager
def decoding() -> Iterator[None]:
    """Raises PictureTruncated, MachineHasNoRoom or OutOfBounds for what libvips raises."""
    try:
        yield
    except pyvips.Error as error:
        said = str(error.detail)
        if any(sign in said for sign in OUT_OF_ROOM):
            raise MachineHasNoRoom("No room to decode a picture.") from error
        if any(sign in said for sign in OUT_OF_BOUNDS):
            raise OutOfBounds(said) from error
        raise damaged() from error


def is_for_want(error: pyvips.Error) -> bool:
    """Of memory or disk space: it says nothing about the picture."""
    return any(sign in str(error.detail) for sign in (*OUT_OF_ROOM, *OUT_OF_BOUNDS))


def damaged() -> PictureTruncated:
    return PictureTruncated("The picture is damaged or was not sent completely.", field="file")
