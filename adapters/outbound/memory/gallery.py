"""One page of a gallery in memory."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from domain.media.gallery_cursor import GalleryCursor


class Shown(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def created_at(self) -> datetime: ...


Each = TypeVar("Each", bound=Shown)


def newest(
    shown: Iterable[Each], *, page: int, limit: int, after: GalleryCursor | None
) -> tuple[Sequence[Each], bool]:
    """Newest first, and whether there is more."""
    own = sorted(shown, key=lambda each: (each.created_at, each.id), reverse=True)
    first = (page - 1) * limit
    if after is not None:
        last, first = (after.created_at, after.id), 0
        own = [each for each in own if (each.created_at, each.id) < last]
    return own[first : first + limit], len(own) > first + limit
