"""All parts of an upload as one temporary file, measured on the way."""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import IO

from application.media.ports import Assets


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeFile:
    """`file` stands at its first byte; it has no name, and is gone when it is closed."""

    file: IO[bytes]
    sha256: str
    bytes_count: int


@asynccontextmanager
async def whole_file(assets: Assets, keys: Sequence[str]) -> AsyncIterator[WholeFile]:
    """Raises AssetNotFound."""
    file: IO[bytes] = await asyncio.to_thread(tempfile.TemporaryFile, prefix="passepartout-")
    try:
        digest, bytes_count = hashlib.sha256(), 0

        def append(chunk: bytes) -> None:
            file.write(chunk)
            digest.update(chunk)

        for key in keys:
            stored = await assets.open(key)
            async for chunk in stored.chunks:
                await asyncio.to_thread(append, chunk)
                bytes_count += len(chunk)
        await asyncio.to_thread(file.seek, 0)
        yield WholeFile(file=file, sha256=digest.hexdigest(), bytes_count=bytes_count)
    finally:
        file.close()
