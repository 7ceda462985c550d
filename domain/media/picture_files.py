"""The files of a picture: the one that is printed, and its thumbnails beside it."""

from collections.abc import Iterable


def thumbnail_key(asset_key: str, width_px: int) -> str:
    """Derived from the picture's own key, and so from its id."""
    stem, _, extension = asset_key.rpartition(".")
    return f"{stem}-w{width_px}.{extension}"


def files_of(asset_key: str, thumbnail_widths: Iterable[int]) -> tuple[str, ...]:
    """Every key that must be forgotten together with the picture."""
    return (asset_key, *(thumbnail_key(asset_key, width_px) for width_px in thumbnail_widths))
