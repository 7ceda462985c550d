"""Files in an S3-compatible store, where many machines find the same ones.

Links are this shop's own, as for files on disk, and the file is streamed through the API: a link
that the store signs lives seven days at most (Amazon S3, "Sharing objects with presigned URLs"),
a print lab may fetch later than that, and whether it follows a redirect is not documented.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from adapters.outbound.storage.media_types import media_type_of
from adapters.outbound.storage.private_file import private_file
from application.media.ports import StoredAsset
from application.shared.outcomes import Unavailable
from domain.media.asset_key import is_asset_key
from domain.media.refusals import AssetNotFound

if TYPE_CHECKING:
    from obstore import GetResult

PROVIDER = "storage"
CHUNK_BYTES = 256 * 1024
# A larger file is sent in parts of this size, two at a time, so that memory stays small.
PART_BYTES = 8 * 1024 * 1024
PARTS_AT_ONCE = 2
RETRY_AFTER_S = 2.0


class S3Assets:
    """A put is seen whole or not at all, which the store itself promises."""

    def __init__(self, store: S3Store, signatures: HmacAssetSignatures) -> None:
        self._store = store
        self._signatures = signatures

    async def put(self, key: str, data: bytes, media_type: str) -> None:
        await self._put(key, data, media_type)

    async def put_file(self, key: str, path: Path, media_type: str) -> None:
        if not await asyncio.to_thread(path.is_file):
            raise FileNotFoundError(path)
        await self._put(key, path, media_type)

    async def open(self, key: str) -> StoredAsset:
        if not is_asset_key(key):
            raise AssetNotFound
        with _translated():
            found = await obstore.get_async(self._store, key)
        return StoredAsset(
            media_type=found.attributes.get("Content-Type") or media_type_of(key),
            bytes_count=found.meta["size"],
            etag=(found.meta["e_tag"] or "").strip('"'),
            chunks=_chunks(found),
        )

    @asynccontextmanager
    async def as_file(self, key: str) -> AsyncIterator[Path]:
        stored = await self.open(key)
        async with private_file(PurePosixPath(key).suffix) as path:
            with await asyncio.to_thread(path.open, "wb") as file:
                async for chunk in stored.chunks:
                    await asyncio.to_thread(file.write, chunk)
            yield path

    async def delete(self, key: str) -> None:
        if not is_asset_key(key):
            return
        try:
            with _translated():
                await obstore.delete_async(self._store, key)
        except AssetNotFound:
            return

    def public_url(self, key: str, expires_at: datetime) -> str:
        return self._signatures.url(key, expires_at)

    async def _put(self, key: str, content: bytes | Path, media_type: str) -> None:
        if not is_asset_key(key):
            raise ValueError(f"{key!r} is not a key that the shop makes.")
        try:
            with _translated():
                await obstore.put_async(
                    self._store,
                    key,
                    content,
                    attributes={"Content-Type": media_type},
                    chunk_size=PART_BYTES,
                    max_concurrency=PARTS_AT_ONCE,
                )
        except AssetNotFound as error:
            # Only the bucket can be missing where something is put.
            raise _later("no such bucket") from error


async def _chunks(found: "GetResult") -> AsyncIterator[bytes]:
    with _translated():
        async for chunk in found.stream(min_chunk_size=CHUNK_BYTES):
            yield bytes(chunk)


@contextmanager
def _translated() -> Iterator[None]:
    """Raises AssetNotFound, or Unavailable: what the store refuses is ours to put right."""
    try:
        yield
    except FileNotFoundError as error:
        if "NoSuchBucket" in str(error):
            raise _later("no such bucket") from error
        raise AssetNotFound from error
    except (BaseError, OSError) as error:
        # The store's own words may repeat addresses and key names.
        raise _later(type(error).__name__) from error


def _later(detail: str) -> Unavailable:
    return Unavailable(PROVIDER, detail, RETRY_AFTER_S)
