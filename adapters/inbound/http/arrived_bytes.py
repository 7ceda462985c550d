"""Reads the body of a request into a temporary file, and keeps what came when it is cut off."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from litestar import Request
from litestar.exceptions import InternalServerException

from adapters.inbound.http.tus_headers import Checksum
from adapters.outbound.storage.private_file import private_file
from domain.media.upload_refusals import UploadChecksumDiffers, UploadTooLong

# Written together, because each write takes a thread.
WRITE_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedBytes:
    path: Path
    bytes_count: int


@asynccontextmanager
async def arrived_bytes(
    request: Request[Any, Any, Any], *, bytes_max: int, time_max_s: float, checksum: Checksum | None
) -> AsyncIterator[ArrivedBytes]:
    """What arrived until the end, the cut or `time_max_s`; with a checksum all of it or nothing.

    Raises UploadTooLong as soon as there are more than `bytes_max`, and UploadChecksumDiffers.
    """
    async with private_file() as path:
        with await asyncio.to_thread(path.open, "wb") as file:
            body = _Body(file, bytes_max, checksum)
            async for chunk in _until(asyncio.get_running_loop().time() + time_max_s, request):
                await body.take(chunk)
            await body.write()
        body.check()
        yield ArrivedBytes(path=path, bytes_count=body.bytes_count)


async def _until(deadline: float, request: Request[Any, Any, Any]) -> AsyncIterator[bytes]:
    """Only the waiting is cut short: a write that was given up would go on in its thread."""
    stream = request.stream()
    while True:
        try:
            async with asyncio.timeout_at(deadline):
                chunk = await anext(stream)
        except (StopAsyncIteration, TimeoutError, InternalServerException):
            # The last is Litestar's word for a client that went away; it asks how far it came.
            return
        yield chunk


class _Body:
    def __init__(self, file: IO[bytes], bytes_max: int, checksum: Checksum | None) -> None:
        self.bytes_count = 0
        self._file = file
        self._bytes_max = bytes_max
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self._checksum = checksum
        self._digest = checksum and hashlib.new(checksum.algorithm, usedforsecurity=False)

    async def take(self, chunk: bytes) -> None:
        self.bytes_count += len(chunk)
        if self.bytes_count > self._bytes_max:
            raise UploadTooLong("More was sent than was announced.")
        self._waiting.append(chunk)
        self._waiting_bytes += len(chunk)
        if self._waiting_bytes >= WRITE_BYTES:
            await self.write()

    async def write(self) -> None:
        together, self._waiting, self._waiting_bytes = b"".join(self._waiting), [], 0
        await asyncio.to_thread(self._write, together)

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._file.flush()
        if self._digest:
            self._digest.update(data)

    def check(self) -> None:
        if self._checksum is None or not self._digest:
            return
        if not hmac.compare_digest(self._digest.digest(), self._checksum.digest):
            raise UploadChecksumDiffers("Send these bytes again.")
