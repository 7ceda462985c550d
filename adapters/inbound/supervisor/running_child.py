"""One child kept running: started again when it dies, ended with a deadline when asked."""

import asyncio
import os
import signal
import time
from asyncio.subprocess import Process
from contextlib import suppress

from adapters.inbound.supervisor.child import Child
from adapters.inbound.supervisor.data_directory import DataDirectory
from adapters.inbound.supervisor.journal import Say
from adapters.inbound.supervisor.launched import launched
from adapters.inbound.supervisor.refusals import CannotStart

BACKOFF_FIRST_S = 0.2
BACKOFF_LONGEST_S = 5.0
STAYED_UP_S = 10.0
PROBE_INTERVAL_S = 0.03


class RunningChild:
    def __init__(self, child: Child, data: DataDirectory, say: Say) -> None:
        self.child = child
        self.pid: int | None = None
        self.exit_code: int | None = None
        self._deaths = 0
        self._log_began_at = 0
        self._data = data
        self._say = say
        self._stopping = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Returns when the child is ready; raises CannotStart when it will not be."""
        if self.child.prepare is not None:
            await self.child.prepare()
        self._stopping.clear()
        self._deaths = 0
        self._keeper = asyncio.create_task(self._keep_running())
        if self.child.runs_once:
            await asyncio.shield(self._keeper)
            if self.exit_code != 0 and not self._stopping.is_set():
                raise CannotStart(f"{self.child.name} failed: {self._last_words()}")
            return
        await self.ready()

    async def ready(self) -> None:
        deadline = time.monotonic() + self.child.ready_within_s
        while not await self._is_ready():
            if self._stopping.is_set():
                raise CannotStart(f"{self.child.name} was stopped before it was ready.")
            if self._deaths >= self.child.starts_max:
                raise CannotStart(f"{self.child.name} does not start: {self._last_words()}")
            if time.monotonic() > deadline:
                raise CannotStart(
                    f"{self.child.name} was not ready within {self.child.ready_within_s:g} s: "
                    f"{self._last_words()}"
                )
            await asyncio.sleep(PROBE_INTERVAL_S)
        self._deaths = 0

    async def stop(self) -> None:
        self._stopping.set()
        if self._keeper is not None:
            await self._keeper

    def send(self, which: signal.Signals) -> int:
        """Returns the process id it was sent to; raises ProcessLookupError when none runs."""
        if self.pid is None:
            raise ProcessLookupError(f"{self.child.name} is not running")
        pid = self.pid
        os.kill(pid, which)
        if which == signal.SIGKILL:
            # It is as good as gone, so ready() must not take it for its successor.
            self.pid = None
        return pid

    async def _is_ready(self) -> bool:
        if self.pid is None:
            return False
        return self.child.is_ready is None or await self.child.is_ready(self.pid)

    async def _keep_running(self) -> None:
        delay_s = BACKOFF_FIRST_S
        while not self._stopping.is_set():
            process = await self._spawn()
            started = time.monotonic()
            await self._until_ended_or_stopped(process)
            self._forget(process)
            if self._stopping.is_set() or self.child.runs_once:
                return
            if time.monotonic() - started > STAYED_UP_S:
                delay_s = BACKOFF_FIRST_S
            self._deaths += 1
            self._say(
                f"{self.child.name} (pid {process.pid}) {_how_it_ended(process.returncode)}; "
                f"starting it again in {delay_s:g} s."
            )
            await _unless(self._stopping, delay_s)
            delay_s = min(delay_s * 2, BACKOFF_LONGEST_S)

    async def _spawn(self) -> Process:
        child = self.child
        with self._data.log_file(child.name).open("ab") as log:
            self._log_began_at = log.tell()
            process = await asyncio.create_subprocess_exec(
                *launched(child.command, child.death_signal, child.user, child.works_in),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(child.environment),
                # A Ctrl-C in the terminal must not end PostgreSQL before the worker.
                start_new_session=True,
            )
        self.pid = process.pid
        self._data.pid_file(child.name).write_text(f"{process.pid}\n")
        return process

    async def _until_ended_or_stopped(self, process: Process) -> None:
        ended = asyncio.create_task(process.wait())
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({ended, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not ended.done():
                # It may have died this very moment, which is what was wanted.
                with suppress(ProcessLookupError):
                    os.kill(process.pid, self.child.stop_signal)
                await asyncio.wait({ended}, timeout=self.child.stop_within_s)
            if not ended.done():
                self._say(f"{self.child.name} (pid {process.pid}) did not stop in time; killed.")
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
            await ended
        finally:
            stopping.cancel()

    def _forget(self, process: Process) -> None:
        """What the child itself had started ends with it, or it would hold on to its port."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        self.pid = None
        self.exit_code = process.returncode
        self._data.pid_file(self.child.name).unlink(missing_ok=True)

    def _last_words(self) -> str:
        log = self._data.log_file(self.child.name)
        said = log.read_bytes()[self._log_began_at :].decode(errors="replace").splitlines()
        last = next((line.strip() for line in reversed(said) if line.strip()), "it said nothing")
        return f"{last} (all of it is in {log})"


def _how_it_ended(code: int | None) -> str:
    if code is not None and code < 0:
        return f"was killed by {signal.Signals(-code).name}"
    return f"ended with exit code {code}"


async def _unless(event: asyncio.Event, delay_s: float) -> None:
    await asyncio.wait({wait := asyncio.create_task(event.wait())}, timeout=delay_s)
    wait.cancel()
