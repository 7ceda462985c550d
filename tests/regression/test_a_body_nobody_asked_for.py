"""A body that came with a GET was left unread, and now and then took the answer down with it."""

import asyncio
from typing import Any

from adapters.inbound.http.unread_body import UnreadBody


async def test_a_body_that_the_route_does_not_read_is_read_before_the_answer() -> None:
    happened: list[str] = []

    async def route(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"fine"})

    parts = iter([(b"{", True), (b"}", False)])

    async def receive() -> Any:
        body, more = next(parts)
        happened.append(f"read {body.decode()}")
        await asyncio.sleep(0)
        return {"type": "http.request", "body": body, "more_body": more}

    async def send(message: Any) -> None:
        happened.append(message["type"])

    scope: Any = {"type": "http", "headers": [(b"content-length", b"2")]}
    await UnreadBody(route)(scope, receive, send)
    assert happened == ["read {", "read }", "http.response.start", "http.response.body"]
