"""A second API process beside a running shop, on a port of its own."""

import asyncio
import os
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

PATIENCE_S = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def another_api(environment: Mapping[str, str], directory: Path) -> AsyncIterator[str]:
    """Its address, once it answers."""
    port = free_port()
    log = (directory / "api.log").open("wb")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "adapters.inbound.cli.main", "api"),
        *("--host", "127.0.0.1", "--port", str(port)),
        env={**os.environ, **environment},
        stdout=log,
        stderr=log,
    )
    try:
        yield await _answering(f"http://127.0.0.1:{port}", directory / "api.log")
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        log.close()


async def _answering(url: str, log: Path) -> str:
    deadline = time.monotonic() + PATIENCE_S
    async with httpx.AsyncClient(trust_env=False) as http:
        while time.monotonic() < deadline:
            try:
                if (await http.get(f"{url}/health/live")).is_success:
                    return url
            except httpx.TransportError:
                await asyncio.sleep(0.1)
    raise TimeoutError(await asyncio.to_thread(log.read_text))
