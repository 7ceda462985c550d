"""An answer that is about somebody, or holds their tokens, is kept by no cache on its way.

Cookies do not keep a cache from storing an answer for the next buyer (RFC 9111, section 3.5: only
`Authorization` does), so the answer has to.
"""

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from adapters.inbound.http.credentials import CALLER

# These answer with tokens before anybody is known.
TOKENS = "/api/auth/"


async def keep_private(message: Message, scope: Scope) -> None:
    """For Litestar's `before_send`; an answer that says something about caches is left as it is."""
    if message["type"] != "http.response.start":
        return
    if CALLER in scope["state"] or scope["path"].startswith(TOKENS):
        MutableScopeHeaders.from_message(message).setdefault("Cache-Control", "no-store")
