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

from domain.media.refusals import PictureMissing, PictureTooLarge

FIELD = "file"
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
    )


def _measure(file: IO[bytes]) -> tuple[str, int]:
    bytes_count = file.seek(0, os.SEEK_END)
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(1024 * 1024):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest(), bytes_count


@dataclass
class UploadOperation(Operation):
    """Tells OpenAPI about the body that the route reads by itself."""

    def __post_init__(self) -> None:
        file = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
        form = Schema(type=OpenAPIType.OBJECT, properties={FIELD: file}, required=[FIELD])
        self.request_body = RequestBody(
            content={"multipart/form-data": OpenAPIMediaType(schema=form)}, required=True
        )
