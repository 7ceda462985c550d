"""ASGI layers before the routes: one spelling of paths, key records, key check, rate limit."""

import hmac
import time

import msgspec

from simulators.prodigi.key_posts import KeyPosts
from simulators.prodigi.rate_limit import RateLimit
from simulators.prodigi.wire import new_trace_parent
from simulators.shared.asgi import ASGIApp, Message, Receive, Scope, Send, read_body, send_answer

_ROOT = "/v4.0"
_SEGMENTS = {
    word.lower(): word
    for word in (
        "orders",
        "quotes",
        "products",
        "actions",
        "cancel",
        "updateShippingMethod",
        "updateRecipient",
        "updateMetadata",
    )
}
_JSON = ("content-type", "application/json; charset=utf-8")
_TEXT = ("content-type", "text/plain")


def with_one_spelling(app: ASGIApp) -> ASGIApp:
    """The service takes path segments in any case, with or without a slash at the end."""

    async def respelt(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].lower().startswith(f"{_ROOT}/"):
            segments = scope["path"].rstrip("/").split("/")[2:]
            words = [_SEGMENTS.get(segment.lower(), segment) for segment in segments]
            path = "/".join([_ROOT, *words])
            scope = {**scope, "path": path, "raw_path": path.encode()}
        await app(scope, receive, send)

    return respelt


def with_key_record(app: ASGIApp, keys: KeyPosts) -> ASGIApp:
    """Notes key and body hash of every POST /orders, even of one that a fault swallows."""

    async def recorded(scope: Scope, receive: Receive, send: Send) -> None:
        if (scope["type"], scope.get("method"), scope.get("path")) != (
            "http",
            "POST",
            f"{_ROOT}/orders",
        ):
            await app(scope, receive, send)
            return
        body = await read_body(receive)
        if (key := _key_in(body)) is not None:
            keys.record(key, body)
        unread: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive_again() -> Message:
            return unread.pop() if unread else await receive()

        await app(scope, receive_again, send)

    return recorded


def _key_in(body: bytes) -> str | None:
    try:
        decoded = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return None
    key = decoded.get("idempotencyKey") if isinstance(decoded, dict) else None
    return key if isinstance(key, str) else None


def with_front_desk(app: ASGIApp, api_key: str, rate_limit: RateLimit) -> ASGIApp:
    """Only holders of the key get in, and each only so often."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(f"{_ROOT}/"):
            await app(scope, receive, send)
            return
        given = next((v for n, v in scope["headers"] if n.lower() == b"x-api-key"), b"")
        if not hmac.compare_digest(given, api_key.encode()):
            await _answer_unauthorised(send)
        elif wait_s := rate_limit.retry_after_s(api_key, time.monotonic()):
            headers = [_TEXT, ("retry-after", str(wait_s))]
            await send_answer(send, 429, rate_limit.message().encode(), headers)
        else:
            await app(scope, receive, send)

    return guarded


async def _answer_unauthorised(send: Send) -> None:
    # The body of a 401 is not documented; this is the documented base error.
    trace_parent = new_trace_parent()
    error = {"statusText": "Unauthorized", "statusCode": 401, "data": {}}
    body = msgspec.json.encode({**error, "traceParent": trace_parent})
    await send_answer(send, 401, body, [_JSON, ("traceParent", trace_parent)])


def injected_error(status: int) -> tuple[bytes, list[tuple[str, str]]]:
    """How a fault rule's status looks on this wire."""
    if status == 429:
        return RateLimit(30, 30).message().encode(), [_TEXT, ("retry-after", "1")]
    trace_parent = new_trace_parent()
    outcome = "InternalServerError" if status >= 500 else "ValidationFailed"
    body = msgspec.json.encode({"outcome": outcome, "traceParent": trace_parent})
    return body, [_JSON, ("traceParent", trace_parent)]
