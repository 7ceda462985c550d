"""What the headers of the tus protocol say: https://tus.io/protocols/resumable-upload, 1.0.0."""

import hashlib
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import HttpMethod, ScopeType
from litestar.types import Message, Scope

from domain.media.upload_refusals import (
    UploadBodyUnsupported,
    UploadHeaderInvalid,
    UploadVersionUnsupported,
)

PATH = "/api/uploads"
VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination,checksum"
CHECKSUMS = {"sha1": "sha1", "sha256": "sha256"}
BODY = "application/offset+octet-stream"
HEADER_LENGTH_MAX = 4_000
TYPE_LENGTH_MAX = 100
# Upload-Length of more digits than this is larger than any limit.
DIGITS_MAX = 15

Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    name: str | None = None
    declared_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checksum:
    algorithm: str
    digest: bytes


def check_version(headers: Headers) -> None:
    """Raises UploadVersionUnsupported."""
    if headers.get("tus-resumable") != VERSION:
        raise UploadVersionUnsupported(
            f"Send Tus-Resumable: {VERSION}.", facts={"versions": [VERSION]}
        )


def check_body(headers: Headers) -> None:
    """Raises UploadBodyUnsupported."""
    if headers.get("content-type", "").partition(";")[0].strip().lower() != BODY:
        raise UploadBodyUnsupported(f"Send Content-Type: {BODY}.")


def natural(headers: Headers, name: str) -> int:
    """Raises UploadHeaderInvalid."""
    given = headers.get(name.lower(), "")
    if not given.isascii() or not given.isdigit() or len(given) > DIGITS_MAX:
        raise _invalid(name, "It is a whole number that is not negative.")
    return int(given)


def metadata_of(headers: Headers) -> Metadata:
    """`filename` (or `name`) and `filetype` (or `type`), as tus-js-client and Uppy send them.

    Raises UploadHeaderInvalid.
    """
    name = "Upload-Metadata"
    given = headers.get(name.lower(), "")
    if len(given) > HEADER_LENGTH_MAX:
        raise _invalid(name, f"It has at most {HEADER_LENGTH_MAX} characters.")
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in given.split(","))):
        key, _, value = pair.partition(" ")
        try:
            found[key] = b64decode(value, validate=True).decode()
        except ValueError:
            raise _invalid(name, "It is pairs of a key and a value in Base64.") from None
    declared = found.get("filetype") or found.get("type")
    if declared and (len(declared) > TYPE_LENGTH_MAX or not declared.isprintable()):
        raise _invalid(name, "The type is too long or not printable.")
    return Metadata(name=found.get("filename") or found.get("name"), declared_type=declared)


def checksum_of(headers: Headers) -> Checksum | None:
    """Raises UploadHeaderInvalid."""
    name = "Upload-Checksum"
    given = headers.get(name.lower())
    if given is None:
        return None
    algorithm, _, value = given.partition(" ")
    if algorithm not in CHECKSUMS:
        raise _invalid(name, f"It begins with one of {', '.join(CHECKSUMS)}.")
    try:
        digest = b64decode(value, validate=True)
    except ValueError:
        raise _invalid(name, "The digest is in Base64.") from None
    if len(digest) != hashlib.new(algorithm, usedforsecurity=False).digest_size:
        raise _invalid(name, "The digest is of another length.")
    return Checksum(algorithm=algorithm, digest=digest)


def http_date(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC), usegmt=True)


@dataclass(frozen=True, slots=True)
class SayVersion:
    """For Litestar's `before_send`: every answer says it, also a refusal; OPTIONS tells all."""

    bytes_max: int

    async def __call__(self, message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start" or not scope["path"].startswith(PATH):
            return
        headers = MutableScopeHeaders.from_message(message)
        headers["Tus-Resumable"] = headers["Tus-Version"] = VERSION
        if scope["type"] == ScopeType.HTTP and scope["method"] == HttpMethod.OPTIONS:
            headers["Tus-Extension"] = EXTENSIONS
            headers["Tus-Checksum-Algorithm"] = ",".join(CHECKSUMS)
            headers["Tus-Max-Size"] = str(self.bytes_max)


def _invalid(name: str, why: str) -> UploadHeaderInvalid:
    return UploadHeaderInvalid(why, field=name)
