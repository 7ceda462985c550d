"""Reads one uploaded picture out of a multipart request, without holding it in memory."""

import asyncio
import hashlib
import os
from dataclasses import dataclass
from typing import IO, Any

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType

from application.media.upload_picture import Upload
from domain.identity.owner import Owner
from domain.media.refusals import PictureMissing, PictureTooLarge
from domain.operations.reply import Request as KeyedRequest

FIELD = "file"
TITLE = "title"
# Room for the boundaries and part headers around the file.
ENVELOPE_BYTES_MAX = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """`file` stands at its first byte; it is a temporary file on disk when it is large."""

    file: IO[bytes]
    sha256: str
    bytes_count: int
    declared_type: str | None
    name: str
    title: str = ""


async def receive_picture(request: Request[Any, Any, Any]) -> ReceivedFile:
    """Raises PictureMissing, or PictureTooLarge as soon as the route's limit is passed."""
    try:
        form = await request.form()
    except RequestEntityTooLarge as error:
        raise PictureTooLarge("The file is larger than the shop takes.", field=FIELD) from error
    given = form.getall(FIELD, [])
    if len(given) != 1 or not isinstance(given[0], UploadFile):
        raise PictureMissing(f"Send one picture as the multipart field '{FIELD}'.", field=FIELD)
    upload = given[0]
    headers = {name.lower(): value for name, value in upload.headers.items()}
    sha256, bytes_count = await asyncio.to_thread(_measure, upload.file)
    return ReceivedFile(
        file=upload.file,
        sha256=sha256,
        bytes_count=bytes_count,
        # Litestar fills in text/plain for a part that declares nothing; the part itself is asked.
        declared_type=headers.get("content-type"),
        name=upload.filename,
        title=_text(form.getall(TITLE, [])),
    )


def upload_of(received: ReceivedFile, owner: Owner, key: str | None, fingerprint: str) -> Upload:
    """`key` is the client's retry key, good for what the fingerprint says and nothing else."""
    return Upload(
        file=received.file,
        sha256=received.sha256,
        bytes_count=received.bytes_count,
        declared_type=received.declared_type,
        name=received.name,
        request=KeyedRequest(owner_id=owner.id, key=key, fingerprint=fingerprint) if key else None,
    )


def _text(given: list[Any]) -> str:
    return given[0] if len(given) == 1 and isinstance(given[0], str) else ""


def _measure(file: IO[bytes]) -> tuple[str, int]:
    bytes_count = file.seek(0, os.SEEK_END)
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(1024 * 1024):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest(), bytes_count


def _form(**more: Schema) -> RequestBody:
    file = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
    form = Schema(
        type=OpenAPIType.OBJECT, properties={FIELD: file, **more}, required=[FIELD, *more]
    )
    return RequestBody(
        content={"multipart/form-data": OpenAPIMediaType(schema=form)}, required=True
    )


@dataclass
class UploadOperation(Operation):
    """Tells OpenAPI about the body that the route reads by itself."""

    def __post_init__(self) -> None:
        self.request_body = _form()


@dataclass
class TitledUploadOperation(Operation):
    """The same with a title."""

    def __post_init__(self) -> None:
        self.request_body = _form(**{TITLE: Schema(type=OpenAPIType.STRING)})
