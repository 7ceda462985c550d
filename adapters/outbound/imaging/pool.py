"""Lends imaging processes: never more than so many, one to each borrower, a new one for a dead."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from adapters.outbound.imaging.child import Child, ProcessDied
from adapters.outbound.imaging.confinement import Confinement
from adapters.outbound.imaging.workspace import Workspace
from application.media.ports import PictureDecodingBusy
from application.shared.outcomes import Unavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessRules:
    """How many processes there are, and when a task gives up.

    `wait_s` is for a free process, `attempts_max` counts processes that a task may take with it.
    """

    processes_max: int = 2
    wait_s: float = 20.0
    attempts_max: int = 3
    tasks_per_process_max: int = 200
    confinement: Confinement = field(default_factory=Confinement)


class ProcessPool:
    """Lives on one event loop; a process is started when the first borrower comes."""

    def __init__(self, rules: ProcessRules, table: str, workspace: Workspace) -> None:
        self._rules, self._table, self._workspace = rules, table, workspace
        self._places = asyncio.Semaphore(rules.processes_max)
        self._idle: list[Child] = []
        self._borrowed: set[asyncio.Task[Child]] = set()
        self._burials: set[asyncio.Task[None]] = set()
        self._closed = False

    @asynccontextmanager
    async def lend(self, wait_s: float | None = None) -> AsyncIterator[Child]:
        """A process for one task; whatever is raised inside ends it, also a cancellation.

        `wait_s` takes the place of the one in the rules.

        Raises PictureDecodingBusy, or Unavailable when none can be started.
        """
        await self._take_place(self._rules.wait_s if wait_s is None else wait_s)
        # A task of its own, so that a process is known even if its borrower leaves meanwhile.
        coming = asyncio.create_task(self._come())
        self._borrowed.add(coming)
        try:
            child = await self._arrival(coming)
            yield child
        except BaseException:
            self._begin_burial(coming)
            raise
        if self._closed or child.tasks_done >= self._rules.tasks_per_process_max:
            self._begin_burial(coming)
        else:
            self._borrowed.discard(coming)
            self._idle.append(child)
            self._places.release()

    async def aclose(self) -> None:
        """What is still under way is not waited for: its process is gone when this returns."""
        self._closed = True
        for child in self._idle:
            await child.bury()
        self._idle.clear()
        for coming in tuple(self._borrowed):
            await _bury(coming)
        while self._burials:
            await asyncio.wait(self._burials)

    async def _take_place(self, wait_s: float) -> None:
        try:
            async with asyncio.timeout(wait_s):
                await self._places.acquire()
        except TimeoutError:
            raise PictureDecodingBusy(
                "imaging",
                "Many pictures are being read at the moment.",
                retry_after_s=wait_s,
            ) from None

    async def _arrival(self, coming: asyncio.Task[Child]) -> Child:
        if self._closed:
            raise Unavailable("imaging", "The shop is closing.")
        try:
            return await asyncio.shield(coming)
        except (ProcessDied, OSError) as error:
            # No picture was looked at, so none is to blame.
            raise Unavailable("imaging", "No process could be started.") from error

    async def _come(self) -> Child:
        while self._idle:
            child = self._idle.pop()
            if not child.has_ended:
                return child
            await child.bury()
        directory = await self._workspace.make_folder()
        return await Child.start(self._table, self._rules.confinement, directory)

    def _begin_burial(self, coming: asyncio.Task[Child]) -> None:
        """The place is given back when the process is gone, and not before."""
        burial = asyncio.create_task(_bury(coming))
        self._burials.add(burial)
        burial.add_done_callback(lambda _: self._end_burial(burial, coming))

    def _end_burial(self, burial: asyncio.Task[None], coming: asyncio.Task[Child]) -> None:
        self._burials.discard(burial)
        self._borrowed.discard(coming)
        self._places.release()


async def _bury(coming: asyncio.Task[Child]) -> None:
    await asyncio.wait({coming})
    # One that could not be started has told its borrower so.
    if coming.exception() is None:
        await coming.result().bury()
