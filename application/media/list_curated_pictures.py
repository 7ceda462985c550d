"""Show everybody what the shop offers, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.media.curated_ports import BeginCuratedWork
from application.media.picture_links import PictureLinks, Shown
from domain.media.curated_picture import CuratedPicture
from domain.media.gallery_cursor import GalleryCursor


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCurated:
    items: Sequence[Shown[CuratedPicture]]
    page: int
    has_more: bool
    following: GalleryCursor | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCuratedPictures:
    begin: BeginCuratedWork
    links: PictureLinks

    async def __call__(
        self, *, page: int, limit: int, after: GalleryCursor | None = None
    ) -> ShownCurated:
        page = page if after is None else after.page
        async with self.begin(reading=True) as work:
            found = await work.curated.page(page=page, limit=limit, after=after)
        following = None
        if found.has_more:
            last = found.items[-1]
            following = GalleryCursor(created_at=last.created_at, id=last.id, page=page + 1)
        return ShownCurated(
            items=[self.links.show(picture) for picture in found.items],
            page=page,
            has_more=found.has_more,
            following=following,
        )
