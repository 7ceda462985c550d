"""Fetches a picture over https, connected to exactly the address that was checked."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from tempfile import SpooledTemporaryFile
from typing import IO

import httpx

from adapters.outbound.fetching.checked_addresses import (
    AddressRule,
    Resolve,
    checked_addresses,
    resolve_by_system,
)
from adapters.outbound.fetching.measured_file import MeasuredFile
from application.media.ports import FetchedPicture, PictureFetchingBusy
from domain.media.limits import PictureLimits
from domain.media.picture_url import (
    HTTPS_PORT,
    PictureUrl,
    refused,
    unreachable,
)
from domain.media.public_address import is_public

REDIRECTS_MAX = 3
ADDRESSES_TRIED_MAX = 3
IN_MEMORY_BYTES_MAX = 1_000_000
HEADERS = {
    "Accept": "image/*",
    # A few compressed bytes can unfold into more than fits anywhere.
    "Accept-Encoding": "identity",
    "User-Agent": "passepartout",
}


class HttpsPictureFetcher:
    """`port`, `tls`, `resolve` and `address_rule` are otherwise in tests only."""

    def __init__(
        self,
        limits: PictureLimits,
        *,
        timeout_s: float,
        read_timeout_s: float,
        at_once: int,
        wait_s: float,
        port: int = HTTPS_PORT,
        tls: ssl.SSLContext | None = None,
        resolve: Resolve = resolve_by_system,
        address_rule: AddressRule = is_public,
    ) -> None:
        self._limits = limits
        self._timeout_s = timeout_s
        self._each_s = httpx.Timeout(read_timeout_s)
        self._room = asyncio.Semaphore(at_once)
        self._wait_s = wait_s
        self._port = port
        # Nothing of how to verify or where to go comes from the environment.
        self._tls = tls or httpx.create_ssl_context(trust_env=False)
        self._resolve = resolve
        self._address_rule = address_rule

    @asynccontextmanager
    async def fetch(self, url: PictureUrl) -> AsyncIterator[FetchedPicture]:
        with SpooledTemporaryFile(max_size=IN_MEMORY_BYTES_MAX) as file:
            async with self._turn():
                fetched = await self._fetched(url, file)
            yield fetched

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        try:
            await asyncio.wait_for(self._room.acquire(), self._wait_s)
        except TimeoutError as error:
            raise PictureFetchingBusy("pictures", "all fetchers are busy") from error
        try:
            yield
        finally:
            self._room.release()

    async def _fetched(self, url: PictureUrl, file: IO[bytes]) -> FetchedPicture:
        try:
            # httpx bounds each read; this bounds all of them, so that no answer can trickle in.
            async with asyncio.timeout(self._timeout_s):
                for _ in range(REDIRECTS_MAX + 1):
                    fetched = await self._asked(url, file)
                    if isinstance(fetched, FetchedPicture):
                        return fetched
                    url = fetched
        except TimeoutError as error:
            raise unreachable("time", "It took too long.") from error
        raise refused("redirect", f"It leads on more than {REDIRECTS_MAX} times.")

    async def _asked(self, url: PictureUrl, file: IO[bytes]) -> FetchedPicture | PictureUrl:
        """What lies there, or where it leads on to."""
        addresses = await checked_addresses(url.host, self._resolve, self._address_rule)
        problem: Exception | None = None
        for address in addresses[:ADDRESSES_TRIED_MAX]:
            try:
                return await self._asked_at(address, url, file)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                problem = error
            except httpx.TimeoutException as error:
                raise unreachable("time", "It sends too slowly.") from error
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise unreachable("connection", "The connection broke.") from error
        raise unreachable("connection", "No secure connection could be made.") from problem

    async def _asked_at(
        self, address: str, url: PictureUrl, file: IO[bytes]
    ) -> FetchedPicture | PictureUrl:
        # The name is said in TLS and in the Host header, and the certificate must be the name's;
        # a connection is never used again, because another name may live at the same address.
        target = httpx.URL(
            scheme="https", host=address, port=self._port, raw_path=url.target.encode()
        )
        async with (
            httpx.AsyncClient(
                verify=self._tls,
                trust_env=False,
                follow_redirects=False,
                timeout=self._each_s,
                headers=HEADERS,
            ) as http,
            http.stream(
                "GET", target, headers={"Host": url.host}, extensions={"sni_hostname": url.host}
            ) as answer,
        ):
            if answer.has_redirect_location:
                return url.redirected(answer.headers["Location"])
            _check(answer)
            declared = answer.headers.get("Content-Length", "")
            if declared.isascii() and declared.isdigit():
                self._limits.check_bytes(int(declared))
            return await self._kept(answer, url, file)

    async def _kept(
        self, answer: httpx.Response, url: PictureUrl, file: IO[bytes]
    ) -> FetchedPicture:
        measured = MeasuredFile(file)
        async for chunk in answer.aiter_raw():
            self._limits.check_bytes(measured.bytes_count + len(chunk) or 1)
            await measured.add(chunk)
        sha256 = await measured.finish()
        return FetchedPicture(
            file=file,
            sha256=sha256,
            bytes_count=measured.bytes_count,
            declared_type=answer.headers.get("Content-Type"),
            name=url.name,
        )


def _check(answer: httpx.Response) -> None:
    """Raises PictureUrlUnreachable or PictureUrlRefused."""
    if answer.status_code != httpx.codes.OK:
        raise unreachable("status", f"It answers with status {answer.status_code}.")
    if answer.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise refused("encoding", "It is sent compressed, although that was not asked for.")
