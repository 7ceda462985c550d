"""A line to a server that can fall silent: it accepts, and nothing ever comes back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class CuttableLine:
    """`connections` counts everybody who came, heard or not."""

    port: int = 0
    is_cut: bool = False
    connections: int = 0
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    def drop(self) -> None:
        """Close every connection; new ones may be made."""
        while self.writers:
            self.writers.pop().close()


@asynccontextmanager
async def cuttable_line(host: str, port: int) -> AsyncIterator[CuttableLine]:
    """Cutting it silences the connections that come from then on, and those there are."""
    line = CuttableLine()
    pumps: set[asyncio.Task[None]] = set()

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            if not line.is_cut:
                writer.write(data)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line.connections += 1
        behind_reader, behind_writer = await asyncio.open_connection(host, port)
        line.writers.extend([writer, behind_writer])
        for each in (pump(reader, behind_writer), pump(behind_reader, writer)):
            pumps.add(asyncio.create_task(each))

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        server.close()
        for task in pumps:
            task.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)
        line.drop()
