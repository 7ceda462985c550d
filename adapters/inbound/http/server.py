"""Serve the API with granian: one process, one event loop, stopped by SIGINT or SIGTERM."""

import asyncio
import signal

import uvloop
from granian.constants import Interfaces
from granian.server.embed import Server

from adapters.settings import Settings

BACKLOG = 1024


def serve(settings: Settings, host: str, port: int) -> None:
    """Requests under way are finished before it returns."""
    uvloop.run(_serve(settings, host, port))


async def _serve(settings: Settings, host: str, port: int) -> None:
    import bootstrap

    server = Server(
        bootstrap.build_http(settings),
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        backlog=BACKLOG,
        log_enabled=False,
    )
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, server.stop)
    await server.serve()
