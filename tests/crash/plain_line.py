"""A line that says nothing while it is closed, and ends when either end does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from tests.crash.postgres_line import LOST


@dataclass(slots=True)
class PlainLine:
    """While `open` is cleared it accepts, and nothing passes either way."""

    open: asyncio.Event
    port: int = 0
    connections: set[asyncio.Task[None]] = field(default_factory=set)

    def drop(self) -> None:
        for connection in list(self.connections):
            connection.cancel()


@asynccontextmanager
async def plain_line(host: str, port: int) -> AsyncIterator[PlainLine]:
    line = PlainLine(asyncio.Event())
    line.open.set()

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            await line.open.wait()
            writer.write(data)
            await writer.drain()

    async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind_reader, behind = await asyncio.open_connection(host, port)
        pumps = [
            asyncio.create_task(each)
            for each in (pump(reader, behind), pump(behind_reader, writer))
        ]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in pumps:
                each.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            behind.transport.abort()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("asyncio runs every connection in a task of its own")
        line.connections.add(task)
        try:
            with suppress(*LOST, asyncio.CancelledError):
                await exchange(reader, writer)
        finally:
            writer.transport.abort()
            line.connections.discard(task)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        server.close()
        tasks = list(line.connections)
        line.drop()
        await asyncio.gather(*tasks, return_exceptions=True)
