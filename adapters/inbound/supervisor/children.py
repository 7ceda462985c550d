"""A set of children: started as soon as what they need is ready, stopped one by one in reverse."""

import asyncio
import signal
from collections.abc import Iterable

from adapters.inbound.supervisor.child import Child
from adapters.inbound.supervisor.data_directory import DataDirectory
from adapters.inbound.supervisor.journal import Say
from adapters.inbound.supervisor.refusals import CannotStart
from adapters.inbound.supervisor.running_child import RunningChild


class Children:
    def __init__(self, children: Iterable[Child], data: DataDirectory, say: Say) -> None:
        self._running = {child.name: RunningChild(child, data, say) for child in children}
        self._ready = {name: asyncio.Event() for name in self._running}

    async def start(self) -> None:
        """Raises CannotStart for the first that fails; what was started then still runs."""
        starts = [asyncio.create_task(self._start(name)) for name in self._running]
        try:
            await asyncio.gather(*starts)
        finally:
            for start in starts:
                start.cancel()
            await asyncio.gather(*starts, return_exceptions=True)

    async def stop(self) -> None:
        for running in reversed(list(self._running.values())):
            await running.stop()

    async def stop_one(self, name: str) -> None:
        """It stays away until start_one."""
        await self._child(name).stop()

    async def start_one(self, name: str) -> None:
        await self._child(name).start()

    async def ready(self, name: str) -> None:
        await self._child(name).ready()

    def kill(self, name: str, which: signal.Signals = signal.SIGKILL) -> int:
        """The supervisor starts it again, as after any other death. Returns the pid it had."""
        return self._child(name).send(which)

    def pid(self, name: str) -> int | None:
        return self._child(name).pid

    @property
    def pids(self) -> dict[str, int]:
        return {name: child.pid for name, child in self._running.items() if child.pid is not None}

    async def _start(self, name: str) -> None:
        running = self._running[name]
        for needed in running.child.after & self._ready.keys():
            await self._ready[needed].wait()
        await running.start()
        self._ready[name].set()

    def _child(self, name: str) -> RunningChild:
        if name not in self._running:
            raise CannotStart(f"{name} is not among the children: {', '.join(self._running)}.")
        return self._running[name]
