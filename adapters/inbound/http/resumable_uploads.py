"""Pictures sent in parts, by the tus protocol: a cut line costs only what was on its way."""

from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from litestar import Controller, HttpMethod, Request, Response, Router, delete, get, patch, post
from litestar import route as any_route
from litestar.params import FromPath

from adapters.inbound.http import tus_headers as tus
from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer
from adapters.inbound.http.arrived_bytes import arrived_bytes
from adapters.inbound.http.picture_answers import PictureAnswer, to_answer
from adapters.inbound.http.provided import Provided
from adapters.settings import Settings
from application.media.begin_part import BeginPart
from application.media.begin_upload import AnnouncedUpload, BeginUpload
from application.media.end_upload import EndUpload
from application.media.finish_upload import FinishUpload
from application.media.keep_part import KeepPart
from application.media.show_picture import ShowPicture
from domain.identity.owner import Owner
from domain.media.refusals import PictureNotFound
from domain.media.resumable_upload import ResumableUpload
from domain.media.upload_refusals import UploadChecksumDiffers
from domain.operations.reply import Request as KeyedRequest
from domain.resilience.rate_class import RateClass

BEGIN = "POST /api/uploads"
PICTURES = "/api/user-images"
AnyRequest = Request[Any, Any, Any]


class UploadAnswer(Answer):
    """`receiving` waits for bytes, `processing` is being made into a picture."""

    id: UUID
    status: Literal["receiving", "processing", "completed"]
    offset: int
    length: int
    expires_at: datetime
    picture: PictureAnswer | None = None


class ResumableUploadController(Controller):
    path = tus.PATH
    tags = ["media"]
    opt = open_to(Access.BUYER, RateClass.UPLOAD)

    @post(summary="Begin a resumable upload", status_code=201)
    async def begin(
        self,
        request: AnyRequest,
        owner: Provided[Owner],
        idempotency_key: Provided[str | None],
        begin_upload: Provided[BeginUpload],
    ) -> Response[None]:
        """`Upload-Length` says how many bytes will come; `Location` says where to send them."""
        tus.check_version(request.headers)
        bytes_total = tus.natural(request.headers, "Upload-Length")
        metadata = tus.metadata_of(request.headers)
        keyed = idempotency_key and KeyedRequest(
            owner_id=owner.id,
            key=idempotency_key,
            fingerprint=f"{BEGIN} {bytes_total} {request.headers.get('upload-metadata', '')}",
        )
        upload = await begin_upload(
            owner,
            AnnouncedUpload(
                bytes_total=bytes_total,
                name=metadata.name,
                declared_type=metadata.declared_type,
                request=keyed or None,
            ),
        )
        return Response(None, headers=_progress(upload) | {"Location": f"{tus.PATH}/{upload.id}"})

    @any_route(
        "/{upload_id:uuid}",
        http_method=HttpMethod.HEAD,
        status_code=200,
        summary="Ask how far an upload came",
        opt=open_to(Access.BUYER, RateClass.BROWSE),
    )
    async def head(
        self,
        request: AnyRequest,
        owner: Provided[Owner],
        finish_upload: Provided[FinishUpload],
        upload_id: FromPath[UUID],
    ) -> Response[None]:
        """`Upload-Offset` is the number of bytes that are safe."""
        tus.check_version(request.headers)
        upload = await finish_upload(owner, upload_id)
        length = {"Upload-Length": str(upload.bytes_total)}
        return Response(None, headers=_progress(upload) | length)

    @patch("/{upload_id:uuid}", summary="Send a part of an upload", status_code=204)
    async def send(
        self,
        request: AnyRequest,
        owner: Provided[Owner],
        settings: Provided[Settings],
        begin_part: Provided[BeginPart],
        keep_part: Provided[KeepPart],
        finish_upload: Provided[FinishUpload],
        upload_id: FromPath[UUID],
    ) -> Response[None]:
        """The bytes from `Upload-Offset` on; with the last of them the picture is made."""
        tus.check_version(request.headers)
        tus.check_body(request.headers)
        checksum = tus.checksum_of(request.headers)
        offset = tus.natural(request.headers, "Upload-Offset")
        part = await begin_part(owner, upload_id, offset=offset, bytes_count=request.content_length)
        upload = part.upload
        if part.name is not None:
            try:
                async with arrived_bytes(
                    request,
                    bytes_max=upload.bytes_left,
                    time_max_s=settings.upload_part_time_max_s,
                    checksum=checksum,
                ) as arrived:
                    upload = await keep_part(owner, part, arrived.path, arrived.bytes_count)
            except UploadChecksumDiffers:
                # Cut or damaged on its way: on a bad line, however often, it costs no part.
                await keep_part(owner, part, Path(), 0)
                raise
        if upload.is_full:
            upload = await finish_upload(owner, upload_id)
        return Response(None, headers=_progress(upload))

    @delete("/{upload_id:uuid}", summary="Give up an upload", status_code=204)
    async def end(
        self,
        request: AnyRequest,
        owner: Provided[Owner],
        end_upload: Provided[EndUpload],
        upload_id: FromPath[UUID],
    ) -> Response[None]:
        """What was sent is deleted; a picture that was made of it stays."""
        tus.check_version(request.headers)
        await end_upload(owner, upload_id)
        return Response(None)

    @get(
        "/{upload_id:uuid}",
        summary="Show an upload and its picture",
        opt=open_to(Access.BUYER, RateClass.BROWSE),
    )
    async def show(
        self,
        owner: Provided[Owner],
        finish_upload: Provided[FinishUpload],
        show_picture: Provided[ShowPicture],
        upload_id: FromPath[UUID],
    ) -> UploadAnswer:
        """The picture is absent until it is made, and once it was deleted."""
        upload = await finish_upload(owner, upload_id)
        picture = None
        if upload.picture_id is not None:
            try:
                picture = to_answer(await show_picture(owner, upload.picture_id))
            except PictureNotFound:
                # Deleted since; the upload was completed all the same.
                picture = None
        return UploadAnswer(
            id=upload.id,
            status=_status(upload),
            offset=upload.bytes_received,
            length=upload.bytes_total,
            expires_at=upload.expires_at,
            picture=picture,
        )


def _status(upload: ResumableUpload) -> Literal["receiving", "processing", "completed"]:
    if upload.picture_id is not None:
        return "completed"
    return "processing" if upload.is_full else "receiving"


def _progress(upload: ResumableUpload) -> dict[str, str]:
    headers = {
        "Upload-Offset": str(upload.bytes_received),
        "Upload-Expires": tus.http_date(upload.expires_at),
    }
    if upload.picture_id is not None:
        headers["Content-Location"] = f"{PICTURES}/{upload.picture_id}"
    return headers


def resumable_upload_routes(*, picture_bytes_max: int) -> Router:
    """A part may be as large as a whole picture."""
    return Router(
        path="/",
        route_handlers=[ResumableUploadController],
        request_max_body_size=picture_bytes_max,
    )
