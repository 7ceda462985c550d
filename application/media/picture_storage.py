"""A picture's files, put and taken away together."""

import asyncio
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass
from typing import Any

from application.media.ports import Assets, NormalisedPicture
from domain.media.picture_files import thumbnail_key


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureStorage:
    assets: Assets

    async def put(self, asset_key: str, picture: NormalisedPicture) -> tuple[int, ...]:
        """The widths of the thumbnails. All files are durable when this returns; where one of them
        was not taken, the others are files that nobody knows.
        """
        media_type = picture.media_type.value
        await _all(
            [
                self.assets.put(asset_key, picture.data, media_type),
                *(
                    self.assets.put(thumbnail_key(asset_key, each.width_px), each.data, media_type)
                    for each in picture.thumbnails
                ),
            ]
        )
        return tuple(each.width_px for each in picture.thumbnails)

    async def copy(self, files: Iterable[tuple[str, str]], media_type: str) -> None:
        """From key to key. Raises AssetNotFound."""
        await _all([self._copy(old, new, media_type) for old, new in files])

    async def delete(self, keys: Iterable[str]) -> None:
        await _all([self.assets.delete(key) for key in keys])

    async def _copy(self, old: str, new: str, media_type: str) -> None:
        stored = await self.assets.open(old)
        data = b"".join([chunk async for chunk in stored.chunks])
        await self.assets.put(new, data, media_type)


async def _all(calls: list[Coroutine[Any, Any, None]]) -> None:
    """At once; none is still under way when the first failure is told."""
    for outcome in await asyncio.gather(*calls, return_exceptions=True):
        if isinstance(outcome, BaseException):
            raise outcome
