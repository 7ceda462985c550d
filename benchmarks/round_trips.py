"""A TCP proxy before PostgreSQL that counts round trips as they pass on the wire.

Source: PostgreSQL, "Frontend/Backend Protocol": a client waits after Query and after Sync, and
after nothing else; BEGIN and COMMIT are queries like any other.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.engine import make_url

WAITS = (b"Q"[0], b"S"[0])
HEADER_BYTES = 5
# Asked before the start-up message proper, and without a type byte like it.
SSL_REQUEST = (80877103).to_bytes(4)


@dataclass(slots=True)
class RoundTrips:
    """`database_url` leads through the proxy; `count` grows by one with each wait of a client."""

    database_url: str
    count: int = 0


@asynccontextmanager
async def counted_round_trips(database_url: str) -> AsyncIterator[RoundTrips]:
    url = make_url(database_url)
    seen = RoundTrips("")
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind = await asyncio.open_connection(url.host, url.port or 5432)
        for pump in (_count(reader, behind[1], seen), _copy(behind[0], writer)):
            task = asyncio.create_task(pump)
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    seen.database_url = url.set(host="127.0.0.1", port=port).render_as_string(hide_password=False)
    try:
        yield seen
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


async def _count(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seen: RoundTrips
) -> None:
    """Start-up messages have no type byte; everything after them has one."""
    try:
        while await _pass_start_up(reader, writer) == SSL_REQUEST:
            continue
        while True:
            header = await reader.readexactly(HEADER_BYTES)
            body = await reader.readexactly(int.from_bytes(header[1:]) - 4)
            if header[0] in WAITS:
                seen.count += 1
            writer.write(header + body)
    except asyncio.IncompleteReadError:
        writer.close()


async def _pass_start_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    """The first four bytes of what was passed on, which tell what it was."""
    size = await reader.readexactly(4)
    body = await reader.readexactly(int.from_bytes(size) - 4)
    writer.write(size + body)
    return body[:4]
