"""Speaks to the shop's public HTTP API, and to nothing behind it."""

from typing import Any, TypeVar

import httpx
import msgspec

from adapters.inbound.demo.answers import Problem, Seen
from adapters.inbound.demo.refusals import DemoFailed

Answer = TypeVar("Answer", bound=Seen)


class ShopRefused(DemoFailed):
    """The shop said no; `problem` is its reason."""

    def __init__(self, asked: str, status: int, problem: Problem) -> None:
        words = problem.user_message
        parts = (words.get("title", problem.title), words.get("message", ""), problem.detail)
        reason = " ".join(_sentence(part) for part in parts if part)
        super().__init__(
            f"The shop answered {status} to {asked}: {reason} "
            f"({problem.code}, request {problem.request_id})"
        )
        self.problem = problem


class Customer:
    """`http` has the shop's address as its base; the token is sent from the moment it is known."""

    def __init__(self, http: httpx.AsyncClient, email: str) -> None:
        self.http = http
        self.email = email
        self._token = ""

    def remember(self, token: str) -> None:
        self._token = token

    async def get(self, path: str, kind: type[Answer]) -> Answer:
        """Raises ShopRefused, as `post` does."""
        return await self._call("GET", path, kind)

    async def post(self, path: str, kind: type[Answer], **content: Any) -> Answer:
        """`content` is what httpx takes: json or files."""
        return await self._call("POST", path, kind, **content)

    async def patch(self, path: str, kind: type[Answer], **content: Any) -> Answer:
        return await self._call("PATCH", path, kind, **content)

    async def fetch(self, path: str) -> bytes:
        """What is drawn when it is asked for, as it comes."""
        return await self._ask("POST", path)

    async def _call(self, method: str, path: str, kind: type[Answer], **content: Any) -> Answer:
        return msgspec.json.decode(await self._ask(method, path, **content), type=kind)

    async def _ask(self, method: str, path: str, **content: Any) -> bytes:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        asked = f"{method} {path}"
        try:
            response = await self.http.request(method, path, headers=headers, **content)
        except httpx.TransportError as error:
            trouble = str(error) or type(error).__name__
            raise DemoFailed(f"The shop did not answer {asked}: {trouble}.") from error
        if response.is_success:
            return response.content
        raise ShopRefused(asked, response.status_code, _problem(response))


def _problem(response: httpx.Response) -> Problem:
    try:
        return msgspec.json.decode(response.content, type=Problem)
    except msgspec.DecodeError:
        return Problem(title=response.reason_phrase, detail=response.text[:200])


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!")) else f"{words}."
