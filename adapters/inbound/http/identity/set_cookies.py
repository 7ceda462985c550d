"""Cookies that an answer sets, whatever answer it turns out to be: refusals and trouble too."""

from datetime import datetime

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

# Browsers take a cookie of this prefix only if it is Secure and of this very host (RFC 6265bis,
# section 4.1.3.2), so that no neighbouring host can plant one. 127.0.0.1 counts as secure.
ACCESS = "__Host-passepartout-access"
REFRESH = "__Host-passepartout-refresh"
GUEST = "__Host-passepartout-guest"
CSRF = "__Host-passepartout-csrf"
NOTE = "Passepartout-Session"

STATE = "set_cookies"
STATE_NOTE = "session_note"
# Only these set cookies for somebody who comes without any.
MAY_BEGIN = "/api/auth/"


def set_cookie(
    scope: Scope, name: str, value: str, *, at: datetime, until: datetime, readable: bool = False
) -> None:
    """The last value of a name counts. `readable` is for what scripts must send back."""
    age_s = max(0, int((until - at).total_seconds()))
    hidden = "" if readable else "; HttpOnly"
    cookie = f"{name}={value}; Max-Age={age_s}; Path=/; Secure; SameSite=Lax{hidden}"
    scope["state"].setdefault(STATE, {})[name] = cookie


def clear_cookie(scope: Scope, name: str) -> None:
    scope["state"].setdefault(STATE, {})[name] = f"{name}=; Max-Age=0; Path=/; Secure; SameSite=Lax"


def note_session(scope: Scope, note: str) -> None:
    """Tell the front end, in a header, what happened to its log-in on the way."""
    scope["state"][STATE_NOTE] = note


class SetCookies:
    """ASGI middleware; a request without cookies passes by it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or not _concerns(scope):
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(scope, MutableScopeHeaders.from_message(message))
            await send(message)

        await self._app(scope, receive, sending)


def _concerns(scope: Scope) -> bool:
    return scope["path"].startswith(MAY_BEGIN) or any(
        name == b"cookie" for name, _ in scope["headers"]
    )


def _add_headers(scope: Scope, headers: MutableScopeHeaders) -> None:
    state = scope["state"]
    if note := state.get(STATE_NOTE):
        headers[NOTE] = note
    if cookies := state.get(STATE):
        for cookie in cookies.values():
            headers.add("Set-Cookie", cookie)
        # What is one buyer's must not be handed to the next by a cache.
        headers["Cache-Control"] = "no-store"
