"""The caller's side of the yardstick of rendering."""

import asyncio
import asyncio.subprocess
import sys


class BareProcess:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise ValueError("It is spoken with over pipes.")
        self._process, self._asks, self._answers = process, process.stdin, process.stdout

    @classmethod
    async def start(cls, *arguments: str) -> "BareProcess":
        return cls(
            await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "benchmarks.bare_libvips",
                *arguments,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
            )
        )

    async def ask(self, operation: str) -> float:
        """How many seconds it took."""
        self._asks.write(f"{operation}\n".encode())
        await self._asks.drain()
        return float(await self._answers.readline())

    async def end(self) -> None:
        self._asks.close()
        await self._process.wait()
