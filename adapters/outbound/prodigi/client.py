"""Calls to the lab's HTTP API: one key, one base address, no redirects, JSON or trouble."""

from collections.abc import Mapping
from typing import Any

import httpx
import msgspec

from adapters.outbound.prodigi.errors import PROVIDER, translated, trouble_of
from application.shared.outcomes import OutcomeUnknown, Unavailable

VERSION_PATH = "/v4.0"


class ProdigiClient:
    """One per process; connections belong to the event loop of the first call."""

    def __init__(self, *, api_base: str, api_key: str, timeout_s: float) -> None:
        self._base = api_base.rstrip("/") + VERSION_PATH
        self._headers = {"X-API-Key": api_key, "Accept": "application/json"}
        self._timeout_s = timeout_s
        self._http: httpx.AsyncClient | None = None

    async def get(
        self, path: str, *, params: Mapping[str, str] | None = None, timeout_s: float | None = None
    ) -> dict[str, Any]:
        """Raises Unavailable, or Rejected (UnknownAtLab for a 404)."""
        return await self._call("GET", path, params=params, timeout_s=timeout_s)

    async def post(
        self,
        path: str,
        *,
        content: bytes,
        may_have_effect: bool,
        timeout_s: float | None = None,
    ) -> dict[str, Any]:
        """`content` is JSON. Also raises OutcomeUnknown when it may have had an effect."""
        return await self._call(
            "POST", path, content=content, may_have_effect=may_have_effect, timeout_s=timeout_s
        )

    async def aclose(self) -> None:
        if self._http is not None:
            await self._http.aclose()
        self._http = None

    async def _call(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        content: bytes | None = None,
        may_have_effect: bool = False,
        timeout_s: float | None = None,
    ) -> dict[str, Any]:
        headers = {"Content-Type": "application/json"} if content is not None else {}
        with translated(may_have_effect=may_have_effect):
            answer = await self._connected().request(
                method,
                self._base + path,
                params=params,
                content=content,
                headers=headers,
                timeout=timeout_s or self._timeout_s,
            )
        if not answer.is_success:
            raise trouble_of(answer, may_have_effect=may_have_effect)
        try:
            return msgspec.json.decode(answer.content, type=dict[str, Any])
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            trouble = OutcomeUnknown if may_have_effect else Unavailable
            raise trouble(PROVIDER, "an answer that is not JSON") from error

    def _connected(self) -> httpx.AsyncClient:
        if self._http is None:
            # A redirect is never followed: it would carry the key to somebody else.
            self._http = httpx.AsyncClient(headers=self._headers, follow_redirects=False)
        return self._http
