"""A file that is written as it arrives, off the event loop, and measured on the way."""

import asyncio
import hashlib
from typing import IO

WRITTEN_AT_ONCE_BYTES = 1_000_000


class MeasuredFile:
    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._waiting = bytearray()
        self._digest = hashlib.sha256()
        self.bytes_count = 0

    async def add(self, chunk: bytes) -> None:
        self._waiting += chunk
        self.bytes_count += len(chunk)
        if len(self._waiting) >= WRITTEN_AT_ONCE_BYTES:
            await asyncio.to_thread(self._write)

    async def finish(self) -> str:
        """The SHA-256 of all of it (hex); the file stands at its first byte."""
        await asyncio.to_thread(self._write)
        self._file.seek(0)
        return self._digest.hexdigest()

    def _write(self) -> None:
        self._digest.update(self._waiting)
        self._file.write(self._waiting)
        self._waiting.clear()
