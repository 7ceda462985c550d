"""A table of routes for a simulator's own pages and control API."""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qsl

from simulators.shared.asgi import Receive, Scope, read_body


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request, read whole; `fields` holds what the path's {placeholders} stood for."""

    scope: Scope
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    fields: dict[str, str] = field(default_factory=dict)

    def with_fields(self, fields: dict[str, str]) -> "Call":
        """The same call, its placeholders known."""
        return replace(self, fields=fields)

    @property
    def form(self) -> dict[str, str]:
        """The body of a plain HTML form."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    @property
    def json(self) -> Any:
        """The body as JSON; an empty body is an empty object. Raises ValueError."""
        return json.loads(self.body or b"{}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back; `headers` include the content type."""

    status: int
    body: bytes = b""
    headers: list[tuple[str, str]] = field(default_factory=list)


Target = TypeVar("Target")
Endpoint = Callable[[Call], Awaitable[Answer]]


async def read_call(scope: Scope, receive: Receive) -> Call:
    """The whole request, with header names in lower case."""
    return Call(
        scope=scope,
        method=scope["method"],
        path=scope["path"],
        query=scope["query_string"].decode("latin-1"),
        headers={
            bytes(n).decode().lower(): bytes(v).decode("latin-1") for n, v in scope["headers"]
        },
        body=await read_body(receive),
    )


class Routes(Generic[Target]):
    """Maps a method and a path such as `/v1/refunds/{id}` to whatever answers it."""

    def __init__(self) -> None:
        self._routes: list[tuple[str, re.Pattern[str], Target]] = []

    def add(self, method: str, path: str, target: Target) -> None:
        """`{name}` in the path stands for one segment."""
        pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))
        self._routes.append((method, pattern, target))

    def find(self, method: str, path: str) -> tuple[Target, dict[str, str]] | None:
        """What answers this request and the placeholders' values, or None."""
        for candidate, pattern, target in self._routes:
            if candidate == method and (match := pattern.fullmatch(path)):
                return target, match.groupdict()
        return None


def json_answer(status: int, data: Any) -> Answer:
    """Data as indented JSON."""
    body = json.dumps(data, indent=2, ensure_ascii=False).encode()
    return Answer(status, body, [("content-type", "application/json")])
