"""Remember a picture whose files are stored, unless a twin was quicker."""

from dataclasses import dataclass
from uuid import UUID

from application.media.picture_storage import PictureStorage
from application.media.ports import BeginMediaWork
from domain.identity.owner import Owner
from domain.media.picture import Picture
from domain.operations.reply import Request
from domain.shared.refusals import DomainError


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberPicture:
    """Raises RequestInFlight, KeyReused, or PictureNotFound where what a key stood for is gone."""

    begin: BeginMediaWork
    storage: PictureStorage

    async def known(
        self, owner: Owner, original_sha256: str, request: Request | None
    ) -> Picture | None:
        """What was answered to this request, or what the owner has of the same bytes."""
        async with self.begin() as work:
            if request is not None:
                # Only looked up: a claim would end with this transaction, before decoding.
                answered = await work.replies.find(request, UUID)
                if answered is not None:
                    return await work.pictures.get(owner.id, answered)
            picture = await work.pictures.find_original(owner.id, original_sha256)
            if picture is None or request is None:
                return picture
            answered = await work.replies.recall(request, UUID)
            if answered is not None:
                return await work.pictures.get(owner.id, answered)
            await work.replies.keep(request, picture.id)
            await work.commit()
        return picture

    async def __call__(self, stored: Picture, request: Request | None) -> Picture:
        """The stored picture, or the one that a twin of this request was quicker to add."""
        try:
            picture = await self._kept(stored, request)
        except DomainError:
            await self.storage.delete(stored.files)
            raise
        if picture.id != stored.id:
            await self.storage.delete(stored.files)
        return picture

    async def _kept(self, stored: Picture, request: Request | None) -> Picture:
        async with self.begin() as work:
            answered = None if request is None else await work.replies.recall(request, UUID)
            if answered is not None:
                picture = await work.pictures.get(stored.owner_id, answered)
            else:
                picture = await work.pictures.add(stored)
                if request is not None:
                    await work.replies.keep(request, picture.id)
                await work.commit()
        return picture
