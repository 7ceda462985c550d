"""Proof that a page of ours sent the request, and not one that only made the browser send cookies.

Source: OWASP, "Cross-Site Request Forgery Prevention", signed double-submit cookie: the value is
bound to the session, so that one planted from elsewhere proves nothing.
"""

import hmac
from base64 import urlsafe_b64encode
from uuid import UUID

from litestar.enums import HttpMethod

from adapters.inbound.http.credentials import AnyConnection
from adapters.inbound.http.identity.set_cookies import CSRF
from adapters.inbound.http.sockets import check_origin, is_socket
from domain.shared.refusals import Forbidden

HEADER = "x-csrf-token"
SAFE = frozenset({HttpMethod.GET.value, HttpMethod.HEAD.value, HttpMethod.OPTIONS.value})
# The same secret signs other things, and nothing signed for one use may serve another.
PURPOSE = b"csrf-token\0"


class CsrfTokenInvalid(Forbidden):
    """Cookies alone do not change anything: `X-CSRF-Token` must repeat the readable cookie."""

    code = "csrf_token_invalid"


class CsrfTokens:
    def __init__(self, secret: str, origins: frozenset[str] = frozenset()) -> None:
        """`origins` are those of our own pages; a WebSocket is opened from no others."""
        self._secret = secret.encode()
        self._origins = origins

    def token_of(self, bound_to: UUID) -> str:
        """Of a log-in or of a guest."""
        digest = hmac.digest(self._secret, PURPOSE + bound_to.bytes, "sha256")
        return urlsafe_b64encode(digest).rstrip(b"=").decode()

    def check(self, connection: AnyConnection, *bound_to: UUID | None) -> None:
        """One of these must be meant. Raises CsrfTokenInvalid or OriginNotOurs."""
        if is_socket(connection):
            # A page cannot give a WebSocket the header, and its browser says where it is from.
            check_origin(connection, self._origins)
            return
        if connection.scope.get("method") in SAFE:
            return
        sent = connection.headers.get(HEADER, "").encode()
        kept = connection.cookies.get(CSRF, "").encode()
        genuine = (self.token_of(each).encode() for each in bound_to if each is not None)
        if not hmac.compare_digest(sent, kept) or not any(
            hmac.compare_digest(sent, token) for token in genuine
        ):
            raise CsrfTokenInvalid


def refuse_other_sites(connection: AnyConnection) -> None:
    """Before cookies are given out: nobody shall be logged in as somebody else by another page.

    Raises CsrfTokenInvalid.
    """
    if connection.headers.get("sec-fetch-site") == "cross-site":
        raise CsrfTokenInvalid
