"""Imaging tasks run in this very process: for pictures of one's own, as in tests."""

import asyncio
import threading
from collections.abc import Awaitable
from typing import TypeVar

from adapters.outbound.imaging.room import MachineHasNoRoom
from adapters.outbound.imaging.task import OnProgress, Reply, Request, Task
from adapters.outbound.imaging.workspace import Workspace
from application.shared.outcomes import Unavailable
from domain.media.refusals import PictureUndecodable

Answer = TypeVar("Answer")


class MemoryImaging:
    """Nothing is limited here but the time, and what ends a process ends everything."""

    def __init__(self) -> None:
        self.workspace = Workspace()

    async def run(
        self,
        task: Task[Request, Reply],
        request: Request,
        *,
        deadline_s: float,
        wait_s: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> Reply:
        told: asyncio.Queue[int | None] = asyncio.Queue()
        loop = asyncio.get_running_loop()
        work, gone = task.load(), threading.Event()

        def tell(percent: int) -> None:
            if gone.is_set():
                raise TimeoutError
            loop.call_soon_threadsafe(told.put_nowait, percent)

        def do() -> Reply:
            try:
                done = work(request, tell)
            finally:
                loop.call_soon_threadsafe(told.put_nowait, None)
            return done  # type: ignore[return-value]

        deadline = loop.time() + deadline_s
        try:
            doing = asyncio.ensure_future(asyncio.to_thread(do))
            while (percent := await _in_time(told.get(), deadline)) is not None:
                if on_progress is not None:
                    began = loop.time()
                    await on_progress(percent)
                    deadline += loop.time() - began
            return await _in_time(doing, deadline)
        except MachineHasNoRoom as trouble:
            raise Unavailable("imaging", str(trouble)) from trouble
        finally:
            gone.set()


async def _in_time(coming: Awaitable[Answer], deadline: float) -> Answer:
    """`deadline` is a moment of the event loop. Raises PictureUndecodable."""
    try:
        async with asyncio.timeout_at(deadline):
            return await coming
    except TimeoutError:
        raise PictureUndecodable("The picture cannot be read.", field="file") from None
