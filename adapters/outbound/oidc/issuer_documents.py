"""Fetches an issuer's documents: in bounded time, of bounded size, and from nowhere else."""

import asyncio
from typing import Any

import httpx
import msgspec

from application.shared.outcomes import Unavailable

PROVIDER = "issuer"


class IssuerDocuments:
    """One per process; connections belong to the event loop of the first call."""

    def __init__(self, *, timeout_s: float, bytes_max: int) -> None:
        self._timeout_s = timeout_s
        self._bytes_max = bytes_max
        self._http: httpx.AsyncClient | None = None

    async def fetch(self, url: str) -> dict[str, Any]:
        """The JSON object at this address. Raises Unavailable for anything else."""
        try:
            # httpx bounds each read; this bounds all of them, so that no answer can trickle in.
            async with asyncio.timeout(self._timeout_s):
                content = await self._content(url)
            return msgspec.json.decode(content, type=dict[str, Any])
        except (TimeoutError, httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unavailable(PROVIDER, type(error).__name__) from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Unavailable(PROVIDER, "an answer that is no JSON object") from error

    async def aclose(self) -> None:
        if self._http is not None:
            await self._http.aclose()
        self._http = None

    async def _content(self, url: str) -> bytes:
        async with self._connected().stream("GET", url) as answer:
            if answer.status_code != httpx.codes.OK:
                raise Unavailable(PROVIDER, f"status {answer.status_code}")
            # A few compressed bytes can unfold into more than fits anywhere.
            if answer.headers.get("Content-Encoding", "identity") != "identity":
                raise Unavailable(PROVIDER, "a compressed answer that was not asked for")
            content = bytearray()
            async for chunk in answer.aiter_raw():
                content += chunk
                if len(content) > self._bytes_max:
                    raise Unavailable(PROVIDER, "an answer that is too large")
            return bytes(content)

    def _connected(self) -> httpx.AsyncClient:
        if self._http is None:
            # A redirect is never followed: only the configured issuer may say what its keys are.
            self._http = httpx.AsyncClient(
                headers={"Accept": "application/json", "Accept-Encoding": "identity"},
                follow_redirects=False,
                timeout=self._timeout_s,
            )
        return self._http
