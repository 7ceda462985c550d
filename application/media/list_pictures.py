"""List the owner's pictures, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.media.picture_links import PictureLinks, ShownPicture
from application.media.ports import BeginMediaWork
from domain.identity.owner import Owner
from domain.media.gallery_cursor import GalleryCursor


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPictures:
    """`following` leads on from here, if there is more."""

    items: Sequence[ShownPicture]
    page: int
    limit: int
    has_more: bool
    following: GalleryCursor | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPictures:
    begin: BeginMediaWork
    links: PictureLinks

    async def __call__(
        self, owner: Owner, *, page: int, limit: int, after: GalleryCursor | None = None
    ) -> ShownPictures:
        """A cursor says more exactly than a page number where to go on."""
        page = page if after is None else after.page
        async with self.begin() as work:
            found = await work.pictures.page(owner.id, page=page, limit=limit, after=after)
        following = None
        if found.has_more:
            last = found.items[-1]
            following = GalleryCursor(created_at=last.created_at, id=last.id, page=page + 1)
        return ShownPictures(
            items=[self.links.show(picture) for picture in found.items],
            page=page,
            limit=limit,
            has_more=found.has_more,
            following=following,
        )
