"""Files on this machine's disk, each written whole or not at all."""

import asyncio
import os
import stat
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from application.media.ports import StoredAsset
from domain.media.asset_key import is_asset_key
from domain.media.formats import EXTENSIONS
from domain.media.refusals import AssetNotFound

CHUNK_BYTES = 256 * 1024
INCOMING = ".incoming"
MEDIA_TYPES = {
    **{f".{extension}": kind.value for kind, extension in EXTENSIONS.items()},
    ".zip": "application/zip",
}


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

    async def put(self, key: str, data: bytes, media_type: str) -> None:
        if not is_asset_key(key):
            raise ValueError(f"{key!r} is not a key that the shop makes.")
        if media_type_of(key) != media_type:
            raise ValueError(f"{key!r} does not end as {media_type} does.")
        await asyncio.to_thread(self._write, self._root / key, data)

    async def open(self, key: str) -> StoredAsset:
        if not is_asset_key(key):
            raise AssetNotFound
        path = self._root / key
        try:
            found = await asyncio.to_thread(path.stat)
        except (FileNotFoundError, NotADirectoryError):
            raise AssetNotFound from None
        if not stat.S_ISREG(found.st_mode):
            raise AssetNotFound
        return StoredAsset(
            media_type=media_type_of(key),
            bytes_count=found.st_size,
            etag=f"{found.st_mtime_ns:x}-{found.st_size:x}",
            chunks=_chunks(path),
        )

    async def delete(self, key: str) -> None:
        if is_asset_key(key):
            await asyncio.to_thread((self._root / key).unlink, missing_ok=True)

    def public_url(self, key: str, expires_at: datetime) -> str:
        return self._signatures.url(key, expires_at)

    def _write(self, path: Path, data: bytes) -> None:
        incoming = self._root / INCOMING
        _make_directory(incoming)
        _make_directory(path.parent)
        half = incoming / uuid4().hex
        try:
            with half.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)
        _sync_directory(path.parent)


def media_type_of(key: str) -> str:
    return MEDIA_TYPES.get(Path(key).suffix, "application/octet-stream")


async def _chunks(path: Path) -> AsyncIterator[bytes]:
    try:
        file = await asyncio.to_thread(path.open, "rb")
    except FileNotFoundError:
        raise AssetNotFound from None
    try:
        while chunk := await asyncio.to_thread(file.read, CHUNK_BYTES):
            yield chunk
    finally:
        file.close()


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
