"""WebSockets at the door: how a browser brings its token, and how a refusal is told.

Browsers cannot set headers on a WebSocket, and cannot read the answer to a handshake that was
refused. So a token may come as a subprotocol, and a refusal is a close code.
"""

from typing import Any
from urllib.parse import urlsplit

from litestar import WebSocket
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.enums import ScopeType
from litestar.exceptions import WebSocketException

from adapters.inbound.http.words import WORDS, words_of
from application.shared.outcomes import OutsideTrouble
from domain.shared.refusals import DomainError, Forbidden

BEARER = "bearer."
# A client that names it beside its token gets it back, and not the token.
PROTOCOL = "passepartout.v1"
# 4000 and more are the application's own (RFC 6455, section 7.4.2); these are HTTP's meanings.
CLOSE_BASE = 4000
REASON_BYTES_MAX = 120

AnyConnection = ASGIConnection[Any, Any, Any, State]


class OriginNotOurs(Forbidden):
    """Cookies alone open no socket for a page of another site."""

    code = "origin_not_ours"


def is_socket(connection: AnyConnection) -> bool:
    return connection.scope["type"] == ScopeType.WEBSOCKET


def offered(connection: AnyConnection) -> list[str]:
    scope: dict[str, Any] = {**connection.scope}
    return list(scope.get("subprotocols") or [])


def bearer_of(connection: AnyConnection) -> str | None:
    """The token among the subprotocols of a WebSocket."""
    if not is_socket(connection):
        return None
    tokens = (name.removeprefix(BEARER) for name in offered(connection) if name.startswith(BEARER))
    return next(tokens, None)


def chosen(connection: AnyConnection) -> str | None:
    """A browser gives up when none of those it offered is taken."""
    names = offered(connection)
    return PROTOCOL if PROTOCOL in names else next(iter(names), None)


def check_origin(connection: AnyConnection, ours: frozenset[str]) -> None:
    """Raises OriginNotOurs. Every browser says where its page comes from (RFC 6455, 10.2)."""
    if origin_of_url(connection.headers.get("origin", "")) not in ours:
        raise OriginNotOurs


def origin_of_url(url: str) -> str:
    parts = urlsplit(url.strip().lower())
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""


def closing(error: DomainError | OutsideTrouble) -> WebSocketException:
    """Its close code is 4000 and the HTTP status, its reason the refusal's code."""
    if isinstance(error, DomainError):
        return told(words_of(error).status, error.code)
    code = getattr(error, "code", "temporarily_unavailable")
    return told(WORDS[code].status, code)


def told(status: int, code: str) -> WebSocketException:
    return WebSocketException(detail=code[:REASON_BYTES_MAX], code=CLOSE_BASE + status)


async def refuse(
    connection: AnyConnection, error: DomainError | OutsideTrouble
) -> WebSocketException:
    """Opened only to be closed with the reason; nothing was read from it."""
    if isinstance(connection, WebSocket):
        await connection.accept(subprotocols=chosen(connection))
    return closing(error)
