"""The media type that a key's ending tells, for stores that do not keep it beside the file."""

from pathlib import PurePosixPath

from domain.media.formats import EXTENSIONS

MEDIA_TYPES = {
    **{f".{extension}": kind.value for kind, extension in EXTENSIONS.items()},
    ".zip": "application/zip",
}
ANY = "application/octet-stream"


def media_type_of(key: str) -> str:
    return MEDIA_TYPES.get(PurePosixPath(key).suffix, ANY)
