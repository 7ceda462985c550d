"""A buyer's own pictures: send one, list them, look at one, delete one."""

from typing import Any
from uuid import UUID

from litestar import Controller, Request, Router, delete, get, post
from litestar.params import FromPath, JSONBody

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Body
from adapters.inbound.http.curated_uploads import CuratedUploadController
from adapters.inbound.http.picture_answers import (
    Cursor,
    GalleryPagination,
    PageLimit,
    PageNumber,
    PictureAnswer,
    PictureList,
    read_cursor,
    to_answer,
)
from adapters.inbound.http.picture_upload import (
    ENVELOPE_BYTES_MAX,
    UploadOperation,
    receive_picture,
    upload_of,
)
from adapters.inbound.http.provided import Provided
from application.media.delete_picture import DeletePicture
from application.media.list_pictures import ListPictures
from application.media.show_picture import ShowPicture
from application.media.upload_by_url import UploadByUrl
from application.media.upload_picture import UploadPicture
from domain.identity.owner import Owner
from domain.operations.reply import Request as RetryRequest
from domain.resilience.rate_class import RateClass

UPLOAD = "POST /api/user-images"


class PictureUrlBody(Body):
    """`url` begins with https:// and leads to the picture itself."""

    url: str


class GalleryController(Controller):
    path = "/api/user-images"
    tags = ["media"]
    opt = open_to(Access.BUYER, RateClass.BROWSE)

    @post(
        summary="Send a picture",
        operation_class=UploadOperation,
        opt=open_to(Access.BUYER, RateClass.UPLOAD),
    )
    async def upload(
        self,
        request: Request[Any, Any, Any],
        owner: Provided[Owner],
        idempotency_key: Provided[str | None],
        upload_picture: Provided[UploadPicture],
    ) -> PictureAnswer:
        """Send one picture; the same bytes sent twice are one picture."""
        received = await receive_picture(request)
        upload = upload_of(received, owner, idempotency_key, f"{UPLOAD} {received.sha256}")
        return to_answer(await upload_picture(owner, upload))

    @get(summary="List the caller's pictures")
    async def all(
        self,
        owner: Provided[Owner],
        list_pictures: Provided[ListPictures],
        page: PageNumber = 1,
        limit: PageLimit = 20,
        cursor: Cursor = None,
    ) -> PictureList:
        """Newest first. Go on with `cursor`: it misses and repeats nothing while pictures are
        added, and costs the same on every page.
        """
        shown = await list_pictures(owner, page=page, limit=limit, after=read_cursor(cursor))
        return PictureList(
            items=[to_answer(item) for item in shown.items],
            pagination=GalleryPagination.of(shown.page, limit, shown.following),
        )


class PicturesController(Controller):
    path = "/api/user-images"
    tags = ["media"]
    opt = open_to(Access.BUYER, RateClass.BROWSE)

    @get("/{picture_id:uuid}", summary="Show a picture")
    async def one(
        self,
        owner: Provided[Owner],
        show_picture: Provided[ShowPicture],
        picture_id: FromPath[UUID],
    ) -> PictureAnswer:
        return to_answer(await show_picture(owner, picture_id))

    @delete(
        "/{picture_id:uuid}",
        summary="Delete a picture",
        opt=open_to(Access.BUYER, RateClass.CHANGE),
    )
    async def remove(
        self,
        owner: Provided[Owner],
        retry: Provided[RetryRequest | None],
        delete_picture: Provided[DeletePicture],
        picture_id: FromPath[UUID],
    ) -> None:
        """409 `picture_in_use` while an order may still be paid or is being made; `facts.orders`
        names it. What is in a cart with this picture cannot be ordered any more.
        """
        await delete_picture(owner, picture_id, retry)

    @post(
        "/by-url",
        summary="Take a picture from elsewhere",
        opt=open_to(Access.BUYER, RateClass.UPLOAD),
    )
    async def by_url(
        self,
        owner: Provided[Owner],
        retry: Provided[RetryRequest | None],
        upload_by_url: Provided[UploadByUrl],
        data: JSONBody[PictureUrlBody],
    ) -> PictureAnswer:
        """Fetched over https from a public host and then taken as if it had been sent. Redirects
        are followed on the same host only.
        """
        return to_answer(await upload_by_url(owner, data.url, retry))


def picture_routes(*, picture_bytes_max: int) -> Router:
    """The routes with a body limit of their own, enforced while the body still arrives."""
    return Router(
        path="/",
        route_handlers=[GalleryController, CuratedUploadController],
        request_max_body_size=picture_bytes_max + ENVELOPE_BYTES_MAX,
    )
