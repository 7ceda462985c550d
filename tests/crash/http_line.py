"""A line to a simulator on which one request at a time passes, or is lost on its way or back."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

from tests.crash.boundaries import Moment, Step, Watch
from tests.crash.postgres_line import LOST

LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
KEPT_ALIVE = re.compile(rb"\r\nconnection:[^\r]*", re.IGNORECASE)
# Whatever names one thing among many: cs_test_…, ord_…, pi_…, a SKU.
NAME_OF_ONE = re.compile(r"/(?:[a-z]+_[^/?]+|[A-Z0-9][^/?]*-[^/?]+)")


@asynccontextmanager
async def http_line(base_url: str, name: str, role: str, watch: Watch) -> AsyncIterator[str]:
    """The address that leads through it, for the process of this role alone."""
    behind = urlsplit(base_url)
    open_now: set[asyncio.Task[None]] = set()

    async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        found = LENGTH.search(head)
        body = await reader.readexactly(int(found[1]) if found else 0)
        step = Step(role, f"{name} {_request_of(head)}")
        if watch.strikes(step, Moment.BEFORE):
            return
        answering, asking = await asyncio.open_connection(behind.hostname, behind.port)
        try:
            asking.write(KEPT_ALIVE.sub(b"", head)[:-2] + b"Connection: close\r\n\r\n" + body)
            answer = await answering.read()
        finally:
            asking.transport.abort()
        if not watch.strikes(step, Moment.AFTER):
            writer.write(answer)
            await writer.drain()
            writer.close()
            await writer.wait_closed()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("asyncio runs every connection in a task of its own")
        open_now.add(task)
        try:
            with suppress(*LOST, asyncio.CancelledError):
                await exchange(reader, writer)
        finally:
            writer.transport.abort()
            open_now.discard(task)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        tasks = list(open_now)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _request_of(head: bytes) -> str:
    method, target, _ = head.split(b"\r\n", 1)[0].decode().split(" ", 2)
    return f"{method} {NAME_OF_ONE.sub('/{id}', target.partition('?')[0])}"
