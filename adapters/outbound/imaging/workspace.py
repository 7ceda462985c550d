"""A private directory for pictures under way, which nobody finds there when the shop has died."""

import asyncio
import fcntl
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

PREFIX = "passepartout-imaging-"


class Workspace:
    """Made when first needed. It is locked for as long as its owner lives, so that whoever comes
    later can tell what was left behind from what is in use.
    """

    def __init__(self) -> None:
        self._directory: Path | None = None
        self._lock: int | None = None
        self._opening = asyncio.Lock()

    async def directory(self) -> Path:
        async with self._opening:
            if self._directory is not None:
                return self._directory
            await asyncio.to_thread(_clear_leftovers, Path(tempfile.gettempdir()))
            made, self._lock = await asyncio.to_thread(_make)
            self._directory = made
            return made

    @asynccontextmanager
    async def folder(self) -> AsyncIterator[Path]:
        """For the files of one task."""
        made = await self.make_folder()
        try:
            yield made
        finally:
            # Shielded: it goes also when the caller has left.
            await asyncio.shield(asyncio.to_thread(shutil.rmtree, made, ignore_errors=True))

    async def make_folder(self) -> Path:
        directory = await self.directory()
        return Path(await asyncio.to_thread(tempfile.mkdtemp, dir=directory))

    async def aclose(self) -> None:
        if self._directory is not None:
            await asyncio.to_thread(shutil.rmtree, self._directory, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
        self._directory = self._lock = None


def _make() -> tuple[Path, int]:
    while True:
        directory = Path(tempfile.mkdtemp(prefix=PREFIX))
        lock = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        if directory.exists():
            return directory, lock
        # Somebody cleared it away in the moment before it was locked.
        os.close(lock)


def _clear_leftovers(parent: Path) -> None:
    for directory in parent.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if directory.lstat().st_uid == os.getuid():
                _remove_if_left(directory)


def _remove_if_left(directory: Path) -> None:
    """Raises BlockingIOError while its owner lives."""
    lock = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(directory, ignore_errors=True)
    finally:
        os.close(lock)
