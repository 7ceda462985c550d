"""A buyer's own pictures: send one, list them, look at one."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Router, get, post
from litestar.params import FromPath, Parameter

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer, Pagination
from adapters.inbound.http.picture_upload import (
    ENVELOPE_BYTES_MAX,
    UploadOperation,
    receive_picture,
)
from adapters.inbound.http.provided import Provided
from application.media.list_pictures import ListPictures
from application.media.picture_links import ShownPicture
from application.media.show_picture import ShowPicture
from application.media.upload_picture import Upload, UploadPicture
from domain.identity.owner import Owner
from domain.operations.reply import Request as KeyedRequest
from domain.resilience.rate_class import RateClass

UPLOAD = "POST /api/user-images"
PageNumber = Annotated[int, Parameter(ge=1, le=10_000)]
PageLimit = Annotated[int, Parameter(ge=1, le=100)]


class PictureAnswer(Answer):
    """Width and height are pixels of the upright picture; `url` works until `urlExpiresAt`."""

    id: UUID
    url: str
    url_expires_at: datetime
    width: int
    height: int
    media_type: str
    bytes: int
    original_name: str
    created_at: datetime


class PictureList(Answer):
    items: list[PictureAnswer]
    pagination: Pagination


class PicturesController(Controller):
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
        """Send a JPEG, PNG or WebP; the same bytes sent twice are one picture."""
        received = await receive_picture(request)
        keyed = idempotency_key and KeyedRequest(
            owner_id=owner.id, key=idempotency_key, fingerprint=f"{UPLOAD} {received.sha256}"
        )
        shown = await upload_picture(
            owner,
            Upload(
                file=received.file,
                sha256=received.sha256,
                bytes_count=received.bytes_count,
                declared_type=received.declared_type,
                name=received.name,
                request=keyed or None,
            ),
        )
        return to_answer(shown)

    @get(summary="List the caller's pictures")
    async def all(
        self,
        owner: Provided[Owner],
        list_pictures: Provided[ListPictures],
        page: PageNumber = 1,
        limit: PageLimit = 20,
    ) -> PictureList:
        """Newest first."""
        shown = await list_pictures(owner, page=page, limit=limit)
        return PictureList(
            items=[to_answer(item) for item in shown.items],
            pagination=Pagination(page=page, limit=limit, has_more=shown.has_more),
        )

    @get("/{picture_id:uuid}", summary="Show a picture")
    async def one(
        self,
        owner: Provided[Owner],
        show_picture: Provided[ShowPicture],
        picture_id: FromPath[UUID],
    ) -> PictureAnswer:
        return to_answer(await show_picture(owner, picture_id))


def to_answer(shown: ShownPicture) -> PictureAnswer:
    picture = shown.picture
    return PictureAnswer(
        id=picture.id,
        url=shown.url,
        url_expires_at=shown.url_expires_at,
        width=picture.width_px,
        height=picture.height_px,
        media_type=picture.media_type,
        bytes=picture.bytes_count,
        original_name=picture.original_name,
        created_at=picture.created_at,
    )


def picture_routes(*, picture_bytes_max: int) -> Router:
    """The routes with a body limit of their own, enforced while the body still arrives."""
    return Router(
        path="/",
        route_handlers=[PicturesController],
        request_max_body_size=picture_bytes_max + ENVELOPE_BYTES_MAX,
    )
