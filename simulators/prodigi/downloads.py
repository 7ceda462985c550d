"""Fetching the pictures of an order as the lab does: in full, without credentials, capped."""

import asyncio
from dataclasses import dataclass

import httpx

from simulators.prodigi.picture import why_unprintable
from simulators.prodigi.wire import Document

_BYTES_MAX = 200_000_000


class NotFetched(Exception):
    """The picture did not arrive this time; another attempt may succeed."""


class NotPrintable(Exception):
    """The bytes that arrived are not a picture that can be printed; asking again is no use."""


@dataclass(frozen=True, slots=True)
class Downloads:
    client: httpx.AsyncClient

    async def check(self, asset: Document) -> None:
        """Raises NotFetched or NotPrintable."""
        content = await self._fetch(asset["url"])
        if reason := await asyncio.to_thread(why_unprintable, content, asset["md5Hash"]):
            raise NotPrintable(reason)

    async def _fetch(self, url: str) -> bytes:
        content = bytearray()
        try:
            async with self.client.stream("GET", url) as response:
                if response.status_code != httpx.codes.OK:
                    raise NotFetched(f"HTTP status {response.status_code}")
                async for chunk in response.aiter_bytes():
                    content += chunk
                    if len(content) > _BYTES_MAX:
                        raise NotPrintable(f"it is larger than {_BYTES_MAX} bytes")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NotFetched(type(error).__name__) from error
        return bytes(content)
