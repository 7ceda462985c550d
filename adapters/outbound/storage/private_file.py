"""A temporary file that nobody else may read, and that is gone when the block is left."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path


@asynccontextmanager
async def private_file(suffix: str = "") -> AsyncIterator[Path]:
    """Empty at first."""
    path = await asyncio.to_thread(_make, suffix)
    try:
        yield path
    finally:
        # Not awaited: a cancelled task would leave the file behind.
        _remove(path)


def _make(suffix: str) -> Path:
    descriptor, name = tempfile.mkstemp(suffix, "passepartout-")
    os.close(descriptor)
    return Path(name)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
