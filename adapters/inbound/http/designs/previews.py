"""The route of previews: a picture file at once, or a larger one that is made in the background."""

import re
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, MediaType, Response, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, HeaderParameter, JSONBody, QueryParameter

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.designs.answers import QueuedAnswer
from adapters.inbound.http.designs.bodies import LookBody
from adapters.inbound.http.provided import Provided
from application.designs.preview_design import PreviewDesign
from application.designs.queue_preview import QueuePreview
from domain.designs.wish import LookWish
from domain.identity.owner import Owner
from domain.resilience.rate_class import RateClass

# The same request shows the same, so a browser may ask whether that is still so.
CACHE = "private, no-cache"
ETAG = re.compile(r'"([0-9a-f]{64})"')
IfNoneMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-None-Match", required=False, description="ETags of previews that you have."
    ),
]


class Quality(StrEnum):
    LOW = "low"
    HIGH = "high"


WantedQuality = Annotated[Quality, QueryParameter(name="quality", required=False)]


class PreviewController(Controller):
    path = "/api/designs/{design_id:uuid}/preview"
    tags = ["designs"]

    @post(
        summary="Preview a design",
        status_code=200,
        opt=open_to(Access.BUYER, RateClass.PREVIEW),
        responses={
            200: ResponseSpec(bytes, media_type="image/jpeg", description="The framed print."),
            202: ResponseSpec(QueuedAnswer, description="With `quality=high`: the job."),
            304: ResponseSpec(None, description="The client has it already."),
        },
    )
    async def preview(
        self,
        owner: Provided[Owner],
        design_id: FromPath[UUID],
        preview_design: Provided[PreviewDesign],
        queue_preview: Provided[QueuePreview],
        data: JSONBody[LookBody | None] = None,
        quality: WantedQuality = Quality.LOW,
        if_none_match: IfNoneMatch = None,
    ) -> Response[Any]:
        """As it would hang on a wall, with what the body says changed but not saved."""
        wish = LookWish() if data is None else data.wish()
        if quality is Quality.HIGH:
            render = await queue_preview(owner, design_id, wish)
            return Response(QueuedAnswer.of(render), status_code=202)
        known = frozenset(ETAG.findall(if_none_match or ""))
        shown = await preview_design(owner, design_id, wish, known=known)
        headers = {
            "ETag": f'"{shown.fingerprint}"',
            "Cache-Control": CACHE,
            "X-Parameters-Crc32": shown.crc32,
        }
        if shown.image is None:
            return Response(None, status_code=304, headers=headers, media_type=MediaType.TEXT)
        return Response(shown.image.data, headers=headers, media_type=shown.image.media_type)
