"""Let a client finish sending before it is answered, so that it can read the answer.

A server that answers and closes while bytes still arrive makes the client's system throw the
answer away (RFC 9112, section 9.6).
"""

import asyncio
from typing import cast

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPReceiveMessage, Message, Receive, Scope, Send

BYTES_MAX = 128_000_000
PATIENCE_S = 5.0
HAS_A_BODY = frozenset({b"content-length", b"transfer-encoding"})


class UnreadBody:
    """ASGI middleware: before an answer is sent, what is left of the body is read and dropped.

    Not of refusals only: a body that came with a GET is left unread as well.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or not any(
            name in HAS_A_BODY for name, _ in scope["headers"]
        ):
            await self._app(scope, receive, send)
            return
        is_read = False

        async def receiving() -> HTTPReceiveMessage:
            nonlocal is_read
            message = cast("HTTPReceiveMessage", await receive())
            is_read = message["type"] != "http.request" or not message.get("more_body")
            return message

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                await drop_rest()
            await send(message)

        async def drop_rest() -> None:
            dropped = 0
            try:
                async with asyncio.timeout(PATIENCE_S):
                    while not is_read and dropped < BYTES_MAX:
                        message = await receiving()
                        if message["type"] == "http.request":
                            dropped += len(message["body"])
            except TimeoutError:
                # It sends too slowly to be waited for.
                return

        await self._app(scope, receiving, sending)
