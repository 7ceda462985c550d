"""A WebSocket client of a page, for tests: handshake, text frames, pings, and how it was closed.

Source: RFC 6455. Frames of the client are masked, those of the server are not.
"""

import asyncio
import base64
import json
import os
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
PATIENCE_S = 20.0


class Closed(Exception):
    """The server has closed it."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason


class HandshakeRefused(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(slots=True)
class PageSocket:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    protocol: str | None = None
    seen: list[dict[str, Any]] = field(default_factory=list)

    async def next(self) -> dict[str, Any]:
        """The next message. Raises Closed."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                code, payload = await self._frame()
                if code == TEXT:
                    message: dict[str, Any] = json.loads(payload)
                    self.seen.append(message)
                    return message
                if code == PING:
                    await self.send(PONG, payload)
                elif code == CLOSE:
                    status = struct.unpack("!H", payload[:2])[0] if payload else 1005
                    raise Closed(status, payload[2:].decode())

    async def until_closed(self) -> Closed:
        """Everything that comes before is in `seen`."""
        try:
            while True:
                await self.next()
        except Closed as closed:
            return closed

    async def send(self, code: int, payload: bytes) -> None:
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))
        self.writer.write(bytes([0x80 | code, 0x80 | len(payload)]) + mask + masked)
        await self.writer.drain()

    async def _frame(self) -> tuple[int, bytes]:
        first, second = await self.reader.readexactly(2)
        length = second & 0x7F
        if length == 126:
            (length,) = struct.unpack("!H", await self.reader.readexactly(2))
        elif length == 127:
            (length,) = struct.unpack("!Q", await self.reader.readexactly(8))
        return first & 0x0F, await self.reader.readexactly(length)


@asynccontextmanager
async def page_socket(
    base_url: str, path: str, headers: dict[str, str] | None = None
) -> AsyncIterator[PageSocket]:
    """Raises HandshakeRefused."""
    parts = urlsplit(base_url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: {parts.netloc}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
            "Sec-WebSocket-Version: 13",
            *(f"{name}: {value}" for name, value in (headers or {}).items()),
        ]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        async with asyncio.timeout(PATIENCE_S):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status = int(head.split(" ", 2)[1])
        if status != 101:
            raise HandshakeRefused(status)
        given = (line.partition(":") for line in head.split("\r\n")[1:])
        named = {name.strip().lower(): value.strip() for name, _, value in given}
        yield PageSocket(reader, writer, named.get("sec-websocket-protocol"))
    finally:
        writer.close()
