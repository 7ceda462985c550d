"""The words of ASGI that the simulators use, and how an application gives up a connection."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
# The loose signature lets Litestar's application, with its own narrower types, fit as well.
ASGIApp = Callable[[Any, Any, Any], Awaitable[None]]


class ConnectionDropped(Exception):
    """Raised inside an application: the server resets the connection and answers nothing more."""


async def send_answer(
    send: Send, status: int, body: bytes, headers: list[tuple[str, str]] | None = None
) -> None:
    """Send one whole answer; Content-Length is added, Content-Type is up to the caller."""
    pairs = [(n.lower().encode(), v.encode("latin-1")) for n, v in headers or []]
    pairs.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})


async def read_body(receive: Receive) -> bytes:
    """The whole body of a request; raises ConnectionDropped if the client leaves half-way."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionDropped
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)
