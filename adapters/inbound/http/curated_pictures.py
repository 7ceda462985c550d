"""The shop's own gallery: everybody looks, buyers take copies, staff remove."""

from uuid import UUID

from litestar import Controller, delete, get, post
from litestar.params import FromPath

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.picture_answers import (
    CuratedAnswer,
    CuratedList,
    Cursor,
    GalleryPagination,
    PageLimit,
    PageNumber,
    PictureAnswer,
    read_cursor,
    to_answer,
)
from adapters.inbound.http.provided import Provided
from application.media.list_curated_pictures import ListCuratedPictures
from application.media.remove_curated_picture import RemoveCuratedPicture
from application.media.take_curated_picture import TakeCuratedPicture
from domain.identity.owner import Owner
from domain.operations.reply import Request as RetryRequest
from domain.resilience.rate_class import RateClass


class CuratedController(Controller):
    path = "/api/curated-images"
    tags = ["media"]

    @get(summary="List the shop's pictures", opt=open_to(Access.PUBLIC, RateClass.BROWSE))
    async def all(
        self,
        list_curated_pictures: Provided[ListCuratedPictures],
        page: PageNumber = 1,
        limit: PageLimit = 20,
        cursor: Cursor = None,
    ) -> CuratedList:
        """Newest first, and paged as a buyer's own pictures are."""
        shown = await list_curated_pictures(page=page, limit=limit, after=read_cursor(cursor))
        return CuratedList(
            items=[CuratedAnswer.of(item) for item in shown.items],
            pagination=GalleryPagination.of(shown.page, limit, shown.following),
        )

    @post(
        "/{picture_id:uuid}/take",
        summary="Take one of the shop's pictures",
        opt=open_to(Access.BUYER, RateClass.UPLOAD),
    )
    async def take(
        self,
        owner: Provided[Owner],
        retry: Provided[RetryRequest | None],
        take_curated_picture: Provided[TakeCuratedPicture],
        picture_id: FromPath[UUID],
    ) -> PictureAnswer:
        """The answer is a picture of the caller's own, which stays when the shop removes its; taken
        twice, it is the same one.
        """
        return to_answer(await take_curated_picture(owner, picture_id, retry))


class CuratedStaffController(Controller):
    path = "/api/admin/curated-images"
    tags = ["admin"]
    opt = open_to(Access.STAFF, RateClass.OPERATE)

    @delete("/{picture_id:uuid}", summary="Remove one of the shop's pictures")
    async def remove(
        self,
        owner: Provided[Owner],
        retry: Provided[RetryRequest | None],
        remove_curated_picture: Provided[RemoveCuratedPicture],
        picture_id: FromPath[UUID],
    ) -> None:
        """Whoever took a copy keeps it."""
        await remove_curated_picture(owner, picture_id, retry)
