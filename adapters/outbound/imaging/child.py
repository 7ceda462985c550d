"""The caller's side of one imaging process."""

import asyncio
import asyncio.subprocess
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from math import ceil
from pathlib import Path

import msgspec

from adapters.outbound.imaging import frames
from adapters.outbound.imaging.confinement import Confinement
from adapters.outbound.imaging.frames import Ask, Progress
from adapters.outbound.imaging.task import AnyTask, OnProgress

PROGRAM = "adapters.outbound.imaging.process"
ROOT = Path(__file__).parents[3]
# It is given no secret and no address: nothing but what Python and libvips go by.
HANDED_DOWN = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "FONTCONFIG_FILE")

# A machine under load takes its time to read Python's and libvips' files.
START_S_MAX = 30.0
# Between the end of its pipe and its own.
ENDING_S_MAX = 1.0


class ProcessDied(Exception):
    """It ended, was ended, or talked nonsense before it had answered."""


class ProcessKilled(ProcessDied):
    """By somebody else, the kernel for want of memory or a person: what its own limits end ends by
    another signal.
    """


class Child:
    """Answers one question at a time; whoever asks sees to that. `directory` goes with it."""

    def __init__(self, process: asyncio.subprocess.Process, directory: Path) -> None:
        if process.stdin is None or process.stdout is None:
            raise ValueError("A process is spoken to over pipes.")
        self._process, self._directory = process, directory
        self._asks, self._answers = process.stdin, process.stdout
        self.tasks_done = 0

    @classmethod
    async def start(cls, table: str, limits: Confinement, directory: Path) -> "Child":
        """Raises ProcessDied or OSError; neither has to do with any picture."""
        environment = {name: os.environ[name] for name in HANDED_DOWN if name in os.environ}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            # The directory it works in holds buyers' files, and is no place to import from.
            "-P",
            "-m",
            PROGRAM,
            str(os.getpid()),
            table,
            msgspec.json.encode(limits).decode(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=directory,
            env={**environment, "PYTHONPATH": str(ROOT), "TMPDIR": str(directory)},
        )
        child = cls(process, directory)
        try:
            async with asyncio.timeout(START_S_MAX):
                await frames.read_answer(child._answers)
        except (TimeoutError, EOFError, ValueError) as error:
            await child.bury()
            raise ProcessDied("It did not start.") from error
        return child

    @property
    def pid(self) -> int:
        return self._process.pid

    async def ask(
        self,
        task: AnyTask,
        request: msgspec.Struct,
        *,
        deadline_s: float,
        cpu_s: float,
        on_progress: OnProgress | None,
    ) -> frames.Answer:
        """Raises ProcessDied, also when the deadline has passed, or ProcessKilled; then it has to
        be buried.

        What `on_progress` raises is the caller's own, and so is the time that it takes.
        """
        ask = Ask(task.name, msgspec.Raw(frames.encode(request)), ceil(cpu_s))
        try:
            return await self._answer(ask, deadline_s, on_progress)
        except ProcessDied as death:
            if isinstance(death.__cause__, EOFError | ConnectionError) and await self._was_killed():
                raise ProcessKilled("Somebody killed it.") from death
            raise

    async def _was_killed(self) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(ENDING_S_MAX):
                return await self._process.wait() == -signal.SIGKILL
        return False

    async def _answer(
        self, ask: Ask, deadline_s: float, on_progress: OnProgress | None
    ) -> frames.Answer:
        now = asyncio.get_running_loop().time
        deadline = now() + deadline_s
        async with _blaming_the_process(deadline):
            self._asks.write(frames.framed(ask))
            await self._asks.drain()
            answer = await frames.read_answer(self._answers)
        while isinstance(answer, Progress):
            if on_progress is not None:
                began = now()
                await on_progress(answer.percent)
                deadline += now() - began
            async with _blaming_the_process(deadline):
                answer = await frames.read_answer(self._answers)
        self.tasks_done += 1
        return answer

    @property
    def has_ended(self) -> bool:
        return self._process.returncode is not None

    async def bury(self) -> None:
        """Ends it, whatever it is doing, and returns when it is gone."""
        if not self.has_ended:
            # It may end by itself in this moment.
            with suppress(ProcessLookupError):
                self._process.kill()
        self._asks.close()
        await self._process.wait()
        await asyncio.to_thread(shutil.rmtree, self._directory, ignore_errors=True)


@asynccontextmanager
async def _blaming_the_process(deadline: float) -> AsyncIterator[None]:
    """`deadline` is a moment of the event loop. Raises ProcessDied."""
    try:
        async with asyncio.timeout_at(deadline):
            yield
    except TimeoutError:
        raise ProcessDied("No answer before its time was over.") from None
    except (EOFError, ConnectionError, ValueError) as error:
        raise ProcessDied(str(error)) from error
