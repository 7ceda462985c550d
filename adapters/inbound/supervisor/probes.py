"""Ways to ask a child whether it can be used yet; each answers within a second."""

import asyncio
import struct
from collections.abc import Awaitable, Callable

from adapters.inbound.supervisor.child import Probe

PATIENCE_S = 1.0
POSTGRES_PROTOCOL_3 = 196_608


def http_answers(port: int, path: str) -> Probe:
    async def answers(_pid: int) -> bool:
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
        status = await _answer(port, request.encode(), lambda reader: reader.readline())
        return b" 200 " in status

    return answers


def valkey_answers(port: int, password: str) -> Probe:
    """While it still loads its data it answers with an error instead."""
    request = f"AUTH {password}\r\nPING\r\n".encode()

    async def two_lines(reader: asyncio.StreamReader) -> bytes:
        return await reader.readline() + await reader.readline()

    async def answers(_pid: int) -> bool:
        return await _answer(port, request, two_lines) == b"+OK\r\n+PONG\r\n"

    return answers


def postgres_answers(port: int, user: str) -> Probe:
    """It accepts connections before it serves them; then it asks for a password, not before."""
    greeting = struct.pack("!i", POSTGRES_PROTOCOL_3) + f"user\0{user}\0\0".encode()
    request = struct.pack("!i", len(greeting) + 4) + greeting

    async def answers(_pid: int) -> bool:
        return await _answer(port, request, lambda reader: reader.read(1)) == b"R"

    return answers


async def _answer(
    port: int, request: bytes, read: Callable[[asyncio.StreamReader], Awaitable[bytes]]
) -> bytes:
    try:
        async with asyncio.timeout(PATIENCE_S):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(request)
                return await read(reader)
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return b""
