"""Files on this machine's disk, each written whole or not at all."""

import asyncio
import os
import shutil
import stat
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from adapters.outbound.storage.media_types import media_type_of
from application.media.ports import StoredAsset
from application.shared.outcomes import Unavailable
from domain.media.asset_key import is_asset_key
from domain.media.refusals import AssetNotFound

PROVIDER = "storage"
CHUNK_BYTES = 256 * 1024
RETRY_AFTER_S = 2.0
INCOMING = ".incoming"
# Longer than any file takes to be written; what is older was left by a process that was killed.
LEFT_AFTER_S = 24 * 3600.0
# How often a file's directory may be taken away while the file is moved there.
MOVES_MAX = 10


def directory_of(storage_url: str) -> Path:
    """The directory that `file:///absolute` or `file:./relative` names. Raises ValueError."""
    parts = urlsplit(storage_url)
    if parts.scheme != "file" or parts.netloc not in {"", "localhost"} or not parts.path:
        raise ValueError("STORAGE_URL must look like file:///directory or file:./directory.")
    return Path(unquote(parts.path))


class LocalDiskAssets:
    """A key's ending tells its media type; all blocking calls run in threads."""

    def __init__(self, root: Path, signatures: HmacAssetSignatures) -> None:
        self._root = root
        self._signatures = signatures
        self._has_cleared = False

    async def put(self, key: str, data: bytes, media_type: str) -> None:
        path = self._place_of(key, media_type)
        with _translated():
            await asyncio.to_thread(self._write, path, lambda file: file.write(data))

    async def put_file(self, key: str, path: Path, media_type: str) -> None:
        def fill(file: IO[bytes]) -> None:
            with path.open("rb") as given:
                shutil.copyfileobj(given, file, CHUNK_BYTES)

        place = self._place_of(key, media_type)
        with _translated():
            await asyncio.to_thread(self._write, place, fill)

    async def open(self, key: str) -> StoredAsset:
        path, found = await self._stored(key)
        return StoredAsset(
            media_type=media_type_of(key),
            bytes_count=found.st_size,
            etag=f"{found.st_mtime_ns:x}-{found.st_size:x}",
            chunks=_chunks(path),
        )

    @asynccontextmanager
    async def as_file(self, key: str) -> AsyncIterator[Path]:
        """The stored file itself: what is put there later has another file's place."""
        path, _ = await self._stored(key)
        yield path

    async def delete(self, key: str) -> None:
        if is_asset_key(key):
            with _translated():
                await asyncio.to_thread(self._remove, self._root / key)

    def public_url(self, key: str, expires_at: datetime) -> str:
        return self._signatures.url(key, expires_at)

    def _place_of(self, key: str, media_type: str) -> Path:
        if not is_asset_key(key):
            raise ValueError(f"{key!r} is not a key that the shop makes.")
        if media_type_of(key) != media_type:
            raise ValueError(f"{key!r} does not end as {media_type} does.")
        return self._root / key

    async def _stored(self, key: str) -> tuple[Path, os.stat_result]:
        if not is_asset_key(key):
            raise AssetNotFound
        path = self._root / key
        try:
            with _translated():
                found = await asyncio.to_thread(path.stat)
        except (FileNotFoundError, NotADirectoryError):
            raise AssetNotFound from None
        if not stat.S_ISREG(found.st_mode):
            raise AssetNotFound
        return path, found

    def _remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        # One that was made for a single upload goes with its last part; those of a whole kind stay.
        if self._root not in (path.parent, path.parent.parent):
            with suppress(OSError):
                path.parent.rmdir()

    def _write(self, path: Path, fill: Callable[[IO[bytes]], object]) -> None:
        incoming = self._root / INCOMING
        _make_directory(incoming)
        if not self._has_cleared:
            self._has_cleared = True
            _clear_left(incoming)
        half = incoming / uuid4().hex
        try:
            with half.open("xb") as file:
                fill(file)
                file.flush()
                os.fsync(file.fileno())
            _move(half, path)
        finally:
            half.unlink(missing_ok=True)
        # Gone already is what somebody has deleted since, and the directory with it.
        with suppress(FileNotFoundError):
            _sync_directory(path.parent)


async def _chunks(path: Path) -> AsyncIterator[bytes]:
    try:
        with _translated():
            file = await asyncio.to_thread(path.open, "rb")
    except FileNotFoundError:
        raise AssetNotFound from None
    try:
        while chunk := await _read(file):
            yield chunk
    finally:
        file.close()


async def _read(file: IO[bytes]) -> bytes:
    with _translated():
        return await asyncio.to_thread(file.read, CHUNK_BYTES)


@contextmanager
def _translated() -> Iterator[None]:
    """Raises Unavailable for what the machine is to blame for: no room, no disk, no rights to it.

    A name that is missing, or not that of a file, is raised as it is.
    """
    try:
        yield
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise
    except OSError as error:
        raise Unavailable(
            PROVIDER, error.strerror or type(error).__name__, RETRY_AFTER_S
        ) from error


def _clear_left(incoming: Path) -> None:
    for half in incoming.iterdir():
        # Another process may clear at this moment, or be done with its own file.
        with suppress(FileNotFoundError):
            if time.time() - half.stat().st_mtime > LEFT_AFTER_S:
                half.unlink()


def _move(half: Path, path: Path) -> None:
    """Whoever deletes the last file of a directory may take it away at this very moment."""
    for _ in range(MOVES_MAX - 1):
        with suppress(FileNotFoundError, FileExistsError):
            _make_directory(path.parent)
            half.replace(path)
            return
    _make_directory(path.parent)
    half.replace(path)


def _make_directory(directory: Path) -> None:
    """With all parents, each of them durable: a file cannot outlive a directory that was lost."""
    if directory.is_dir():
        return
    _make_directory(directory.parent)
    directory.mkdir(exist_ok=True)
    _sync_directory(directory.parent)


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
