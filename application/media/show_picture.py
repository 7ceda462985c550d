"""Show one of the owner's pictures."""

from dataclasses import dataclass
from uuid import UUID

from application.media.picture_links import PictureLinks, ShownPicture
from application.media.ports import BeginMediaWork
from domain.identity.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowPicture:
    """Raises PictureNotFound, also for somebody else's."""

    begin: BeginMediaWork
    links: PictureLinks

    async def __call__(self, owner: Owner, picture_id: UUID) -> ShownPicture:
        async with self.begin() as work:
            picture = await work.pictures.get(owner.id, picture_id)
        return self.links.show(picture)
