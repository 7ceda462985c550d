"""Runs an ASGI application on the loopback interface until SIGTERM or SIGINT.

A simulator must be able to break a connection in the middle of an exchange, which the usual ASGI
servers forbid: an application that answers nothing gets a 500 sent in its name. This small server
therefore lets an application raise `ConnectionDropped`.

    asyncio.run(serve(app, port=12111))
"""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator

from simulators.shared.asgi import ASGIApp
from simulators.shared.http_connection import HttpConnection
from simulators.shared.lifespan import lifespan_of

LOOPBACK = "127.0.0.1"


async def serve(app: ASGIApp, *, port: int) -> None:
    """Answer on 127.0.0.1:`port`; raises OSError if the port is taken."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with lifespan_of(app), _listening(app, port):
        await stop.wait()


@contextlib.asynccontextmanager
async def _listening(app: ASGIApp, port: int) -> AsyncIterator[None]:
    connections: set[asyncio.Task[None]] = set()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("asyncio runs every connection in a task of its own")
        connections.add(task)
        try:
            await HttpConnection(app, reader, writer, port).run()
        except asyncio.CancelledError:
            # Only the shutdown below cancels connections, and nobody awaits the stream's task.
            writer.transport.abort()
        finally:
            connections.discard(task)

    server = await asyncio.start_server(accept, LOOPBACK, port)
    try:
        yield
    finally:
        server.close()
        for connection in list(connections):
            connection.cancel()
        await asyncio.gather(*connections, return_exceptions=True)
