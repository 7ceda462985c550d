"""Tells an ASGI application when the server starts and stops."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from simulators.shared.asgi import ASGIApp, Message


class StartupFailed(Exception):
    """The application refused to start and said why."""


@contextlib.asynccontextmanager
async def lifespan_of(app: ASGIApp) -> AsyncIterator[None]:
    """Runs the application's startup, yields, runs its shutdown.

    An application that ignores the lifespan simply returns.
    """
    to_app: asyncio.Queue[Message] = asyncio.Queue()
    from_app: asyncio.Queue[Message] = asyncio.Queue()
    scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
    running = asyncio.ensure_future(app(scope, to_app.get, from_app.put))

    listens = await _exchange("startup", running, to_app, from_app)
    try:
        yield
    finally:
        if listens:
            await _exchange("shutdown", running, to_app, from_app)
        await running


async def _exchange(
    step: str,
    running: asyncio.Future[None],
    to_app: asyncio.Queue[Message],
    from_app: asyncio.Queue[Message],
) -> bool:
    await to_app.put({"type": f"lifespan.{step}"})
    answered = asyncio.ensure_future(from_app.get())
    waiting: set[asyncio.Future[Any]] = {answered, running}
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    if not answered.done():
        answered.cancel()
        await running
        return False
    if (message := answered.result())["type"] == f"lifespan.{step}.failed":
        raise StartupFailed(message.get("message", f"{step} failed"))
    return True
