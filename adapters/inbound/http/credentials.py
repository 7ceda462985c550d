"""Who is asking, and under which retry key: dependencies that routes name in their arguments."""

import hashlib
from typing import Annotated, Any

from litestar import Request
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import HeaderParameter

from application.identity.ports import GuestTokens
from application.shared.ports import Clock
from domain.identity.owner import Owner
from domain.identity.refusals import CredentialMissing
from domain.operations import reply
from domain.shared.refusals import Invalid

KEY_LENGTH_MAX = 200
SCHEME = "bearer "

AnyRequest = Request[Any, Any, State]
IdempotencyKey = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        required=False,
        description="The same key and body again get the same answer; nothing happens twice.",
    ),
]


class IdempotencyKeyInvalid(Invalid):
    """An Idempotency-Key is 1 to 200 printable ASCII characters."""

    code = "idempotency_key_invalid"


class Credentials:
    """Reads the bearer token; guest tokens are read without asking the database."""

    def __init__(self, tokens: GuestTokens, clock: Clock) -> None:
        self._tokens = tokens
        self._clock = clock

    def owner(self, request: AnyRequest) -> Owner:
        given = request.headers.get("authorization", "")
        if not given.lower().startswith(SCHEME):
            raise CredentialMissing("Send a guest token as `Authorization: Bearer`.")
        return self._tokens.read(given[len(SCHEME) :].strip(), self._clock.now())


def checked_key(key: str | None) -> str | None:
    """Raises IdempotencyKeyInvalid."""
    if key is None:
        return None
    if not 1 <= len(key) <= KEY_LENGTH_MAX or not key.isascii() or not key.isprintable():
        raise IdempotencyKeyInvalid
    return key


async def retry_request(request: AnyRequest, owner: Owner, key: str | None) -> reply.Request | None:
    """The key with a fingerprint over method, path and raw body. Raises IdempotencyKeyInvalid."""
    checked = checked_key(key)
    if checked is None:
        return None
    route = f"{request.method} {request.url.path}\n".encode()
    digest = hashlib.sha256(route + await request.body())
    return reply.Request(owner_id=owner.id, key=checked, fingerprint=digest.hexdigest())


async def idempotency_key(key: IdempotencyKey = None) -> str | None:
    """As a dependency."""
    return checked_key(key)


async def retry(
    request: AnyRequest, owner: NamedDependency[Owner], idempotency_key: NamedDependency[str | None]
) -> reply.Request | None:
    """As a dependency."""
    return await retry_request(request, owner, idempotency_key)
