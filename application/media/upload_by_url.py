"""Take a picture that lies elsewhere on the internet, as if the buyer had sent it."""

from collections.abc import Awaitable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from application.media.picture_links import PictureLinks, ShownPicture
from application.media.ports import BeginMediaWork, PictureFetcher
from application.media.upload_picture import Upload
from application.shared.one_turn_each import OneTurnEach
from domain.identity.owner import Owner
from domain.media.picture_url import PictureUrl
from domain.operations.reply import Request


class TakesUpload(Protocol):
    def __call__(self, owner: Owner, upload: Upload) -> Awaitable[ShownPicture]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadByUrl:
    begin: BeginMediaWork
    fetcher: PictureFetcher
    upload_picture: TakesUpload
    links: PictureLinks
    turns: OneTurnEach
    turn_wait_s: float

    async def __call__(
        self, owner: Owner, url: str, request: Request | None = None
    ) -> ShownPicture:
        """Raises PictureUrlRefused, PictureUrlUnreachable, PictureFetchingBusy, and what
        UploadPicture raises. What was answered to the same key before is not fetched again.
        """
        wanted = PictureUrl.read(url)
        if request is not None:
            async with self.begin() as work:
                answered = await work.replies.find(request, UUID)
                if answered is not None:
                    return self.links.show(await work.pictures.get(owner.id, answered))
        async with AsyncExitStack() as fetching:
            # An address that never answers keeps nobody waiting but whoever named it.
            with await self.turns.take(owner.id, self.turn_wait_s):
                fetched = await fetching.enter_async_context(self.fetcher.fetch(wanted))
            return await self.upload_picture(
                owner,
                Upload(
                    file=fetched.file,
                    sha256=fetched.sha256,
                    bytes_count=fetched.bytes_count,
                    declared_type=fetched.declared_type,
                    name=fetched.name,
                    request=request,
                ),
            )
