"""Every request has an id: the caller's own if it is a sane one, else ours."""

import re
import time
from functools import lru_cache
from typing import Any

import structlog
from litestar import Request
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import HttpMethod, ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import Histogram

from adapters.outbound.system.clock import new_id

SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
HEADER = b"x-request-id"
STATE = "request_id"
METHODS = frozenset(method.value for method in HttpMethod)

SECONDS = Histogram(
    "passepartout_http_request_seconds",
    "Time to answer, by route and status",
    ["method", "route", "status"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
log = structlog.get_logger("http")


def request_id_of(request: Request[Any, Any, Any]) -> str:
    return str(request.scope["state"].get(STATE, ""))


class RequestIds:
    """ASGI middleware: sets the id, answers with it, and counts and times the request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        request_id = _given(scope) or str(new_id())
        scope["state"][STATE] = request_id
        began, status = time.perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableScopeHeaders.from_message(message)["X-Request-Id"] = request_id
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, sending)
            finally:
                route = scope.get("path_template") or "unmatched"
                _seconds(_method(scope), route, status).observe(time.perf_counter() - began)


@lru_cache(4096)
def _seconds(method: str, route: str, status: int) -> Histogram:
    return SECONDS.labels(method, route, str(status))


def _method(scope: Scope) -> str:
    """Anybody may invent methods, and each label is kept for ever."""
    method = str(scope.get("method", ""))
    return method if method in METHODS else "other"


def _given(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == HEADER:
            text = value.decode("latin-1")
            return text if SANE.fullmatch(text) else None
    return None
