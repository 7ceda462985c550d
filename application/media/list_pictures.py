"""List the owner's pictures, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.media.picture_links import PictureLinks, ShownPicture
from application.media.ports import BeginMediaWork
from domain.identity.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPictures:
    items: Sequence[ShownPicture]
    page: int
    limit: int
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPictures:
    begin: BeginMediaWork
    links: PictureLinks

    async def __call__(self, owner: Owner, *, page: int, limit: int) -> ShownPictures:
        async with self.begin() as work:
            found = await work.pictures.page(owner.id, page=page, limit=limit)
        return ShownPictures(
            items=[self.links.show(picture) for picture in found.items],
            page=page,
            limit=limit,
            has_more=found.has_more,
        )
