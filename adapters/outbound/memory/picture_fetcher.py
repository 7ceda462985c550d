"""An internet in memory, of a few pictures."""

import hashlib
import io
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from application.media.ports import FetchedPicture
from domain.media.limits import PictureLimits
from domain.media.picture_url import PictureUrl, unreachable


class MemoryPictureFetcher:
    """`pictures` by address; every other address is unreachable."""

    def __init__(self, limits: PictureLimits, pictures: Mapping[str, bytes]) -> None:
        self._limits = limits
        self._pictures = pictures

    @asynccontextmanager
    async def fetch(self, url: PictureUrl) -> AsyncIterator[FetchedPicture]:
        data = self._pictures.get(str(url))
        if data is None:
            raise unreachable("status", "There is no picture to be had.")
        self._limits.check_bytes(len(data))
        yield FetchedPicture(
            file=io.BytesIO(data),
            sha256=hashlib.sha256(data).hexdigest(),
            bytes_count=len(data),
            declared_type=None,
            name=url.name,
        )
