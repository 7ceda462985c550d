"""Who is asking, and under which retry key: dependencies that routes name in their arguments."""

import hashlib
from typing import Annotated, Any, Protocol

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import HeaderParameter

from adapters.inbound.http.sockets import bearer_of
from application.identity.login_ports import IdentityProvider
from application.shared.ports import Clock
from domain.identity.caller import Caller
from domain.identity.owner import Owner
from domain.identity.refusals import CredentialMissing
from domain.operations import reply
from domain.shared.refusals import Invalid

KEY_LENGTH_MAX = 200
SCHEME = "bearer "
CALLER = "caller"

AnyConnection = ASGIConnection[Any, Any, Any, State]
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


class Cookies(Protocol):
    """The other way to say who one is."""

    async def authenticate(self, connection: AnyConnection) -> Caller | None:
        """None without any cookie that could tell. Raises what is wrong with them."""
        ...


class Credentials:
    """Reads the bearer token, else cookies.

    The doorkeeper asks once who it is and keeps the answer with the request; routes look it up.
    """

    def __init__(
        self, provider: IdentityProvider, clock: Clock, cookies: Cookies | None = None
    ) -> None:
        self._provider = provider
        self._clock = clock
        self._cookies = cookies

    async def authenticate(self, connection: AnyConnection) -> Caller:
        given = connection.headers.get("authorization", "")
        if given.lower().startswith(SCHEME):
            return await self._provider.read(given[len(SCHEME) :].strip(), self._clock.now())
        if (token := bearer_of(connection)) is not None:
            return await self._provider.read(token, self._clock.now())
        if self._cookies is not None and "cookie" in connection.headers:
            caller = await self._cookies.authenticate(connection)
            if caller is not None:
                return caller
        raise CredentialMissing("Send a token as `Authorization: Bearer`, or cookies.")

    def caller(self, request: AnyRequest) -> Caller:
        found: Caller = request.scope["state"][CALLER]
        return found

    def owner(self, request: AnyRequest) -> Owner:
        return self.caller(request).owner


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
