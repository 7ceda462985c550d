"""Files in memory, gone with the process."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from adapters.outbound.storage.private_file import private_file
from application.media.ports import StoredAsset
from domain.media.asset_key import is_asset_key
from domain.media.refusals import AssetNotFound


class MemoryAssets:
    def __init__(self, signatures: HmacAssetSignatures) -> None:
        self._signatures = signatures
        self._files: dict[str, tuple[str, bytes]] = {}

    async def put(self, key: str, data: bytes, media_type: str) -> None:
        if not is_asset_key(key):
            raise ValueError(f"{key!r} is not a key that the shop makes.")
        self._files[key] = (media_type, data)

    async def put_file(self, key: str, path: Path, media_type: str) -> None:
        await self.put(key, await asyncio.to_thread(path.read_bytes), media_type)

    async def open(self, key: str) -> StoredAsset:
        if key not in self._files:
            raise AssetNotFound
        media_type, data = self._files[key]
        return StoredAsset(
            media_type=media_type,
            bytes_count=len(data),
            etag=hashlib.sha256(data).hexdigest()[:32],
            chunks=_chunks(data),
        )

    @asynccontextmanager
    async def as_file(self, key: str) -> AsyncIterator[Path]:
        if key not in self._files:
            raise AssetNotFound
        async with private_file(Path(key).suffix) as path:
            await asyncio.to_thread(path.write_bytes, self._files[key][1])
            yield path

    async def delete(self, key: str) -> None:
        self._files.pop(key, None)

    def keys(self) -> tuple[str, ...]:
        """All that is stored, for whoever checks that nothing was left behind."""
        return tuple(self._files)

    def public_url(self, key: str, expires_at: datetime) -> str:
        return self._signatures.url(key, expires_at)


async def _chunks(data: bytes) -> AsyncIterator[bytes]:
    yield data
