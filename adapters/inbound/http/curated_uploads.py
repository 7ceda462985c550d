"""Staff offer a picture to everybody."""

from typing import Any

from litestar import Controller, Request, post

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.picture_answers import CuratedAnswer
from adapters.inbound.http.picture_upload import TitledUploadOperation, receive_picture, upload_of
from adapters.inbound.http.provided import Provided
from application.media.add_curated_picture import AddCuratedPicture
from domain.identity.owner import Owner
from domain.resilience.rate_class import RateClass

ADD = "POST /api/admin/curated-images"


class CuratedUploadController(Controller):
    path = "/api/admin/curated-images"
    tags = ["admin"]
    opt = open_to(Access.STAFF, RateClass.UPLOAD)

    @post(summary="Offer a picture to everybody", operation_class=TitledUploadOperation)
    async def add(
        self,
        request: Request[Any, Any, Any],
        owner: Provided[Owner],
        idempotency_key: Provided[str | None],
        add_curated_picture: Provided[AddCuratedPicture],
    ) -> CuratedAnswer:
        """The same bytes again are the same picture, under the title that was given last."""
        received = await receive_picture(request)
        fingerprint = f"{ADD} {received.sha256} {received.title}"
        upload = upload_of(received, owner, idempotency_key, fingerprint)
        return CuratedAnswer.of(await add_curated_picture(owner, received.title, upload))
