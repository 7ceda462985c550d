"""A simulator as a program of its own, with its control interface at hand."""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

READY_WITHIN_S = 20.0


@dataclass(frozen=True, slots=True)
class StartedSimulator:
    """`control` speaks to `/_control` of a simulator that runs on loopback."""

    base_url: str
    http: httpx.AsyncClient

    async def control(self, method: str, path: str, body: object = None) -> Any:
        answer = await self.http.request(method, f"{self.base_url}/_control/{path}", json=body)
        answer.raise_for_status()
        return answer.json()

    async def break_next(self, fault: str, *, method: str, path: str, **more: object) -> None:
        """The next call there goes wrong; `fault` and `more` are those of the control interface."""
        rule = {"match": {"method": method, "path": path}, "fault": fault, "times": 1, **more}
        await self.control("PUT", "faults", [rule])

    async def work_again(self) -> None:
        await self.control("DELETE", "faults")


@asynccontextmanager
async def started(module: str, data_dir: Path, *options: str) -> AsyncIterator[StartedSimulator]:
    """Runs until the block ends. Raises TimeoutError if it does not answer soon."""
    port = _free_port()
    command = [sys.executable, "-m", module, "--port", str(port), "--data-dir", str(data_dir)]
    process = subprocess.Popen([*command, *options])  # noqa: S603, ASYNC220 - our own program
    try:
        async with httpx.AsyncClient(trust_env=False) as http:
            simulator = StartedSimulator(f"http://127.0.0.1:{port}", http)
            await _until_ready(simulator, process)
            yield simulator
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait)


async def _until_ready(simulator: StartedSimulator, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while process.poll() is None and time.monotonic() < deadline:
        try:
            await simulator.control("GET", "health")
            return
        except httpx.HTTPError:
            await asyncio.sleep(0.05)
    raise TimeoutError(f"The simulator did not come up; its exit status is {process.poll()}.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
