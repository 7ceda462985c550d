"""A worker's imaging processes, stopped by a signal: its pictures take as long as a test likes."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from adapters.outbound.imaging.child import PROGRAM

# Python alone needs longer to start, so none gets anywhere before it is stopped.
LOOK_EVERY_S = 0.01


@asynccontextmanager
async def still_imaging(worker_pid: int) -> AsyncIterator[set[int]]:
    """The ids of those that stand still, also of those that the worker starts meanwhile."""
    stopped: set[int] = set()
    stopping = asyncio.create_task(_keep_stopping(worker_pid, stopped))
    try:
        yield stopped
    finally:
        stopping.cancel()
        await asyncio.gather(stopping, return_exceptions=True)
        _send(signal.SIGCONT, stopped)


async def _keep_stopping(worker_pid: int, stopped: set[int]) -> None:
    while True:
        new = _of(worker_pid) - stopped
        _send(signal.SIGSTOP, new)
        stopped |= new
        await asyncio.sleep(LOOK_EVERY_S)


def _of(worker_pid: int) -> set[int]:
    """An imaging process is told whose it is when it is started."""
    wanted = f"{PROGRAM}\0{worker_pid}\0".encode()
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if wanted in (entry / "cmdline").read_bytes():
                found.add(int(entry.name))
    return found


def _send(which: signal.Signals, processes: set[int]) -> None:
    for pid in processes:
        with suppress(ProcessLookupError):
            os.kill(pid, which)
