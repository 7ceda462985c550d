"""Pages that the links in account mails open, for people who try the shop.

A mail program may open links by itself, so opening a page changes nothing: its button does.
"""

import secrets
from typing import Any

from litestar import Controller, Response, get

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.web.pages import HTML, SAFE, page_renderer
from domain.resilience.rate_class import RateClass


class AccountPagesController(Controller):
    """The token stays in the address bar: only the page's own script reads and sends it."""

    path = "/account"
    include_in_schema = False
    opt = open_to(Access.PUBLIC, RateClass.BROWSE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._render = page_renderer()

    @get("/confirm", sync_to_thread=False)
    def confirm(self) -> Response[str]:
        return self._answer("account_confirm")

    @get("/reset", sync_to_thread=False)
    def reset(self) -> Response[str]:
        return self._answer("account_reset")

    def _answer(self, name: str) -> Response[str]:
        nonce = secrets.token_urlsafe(16)
        policy = (
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; "
            f"connect-src 'self'; script-src 'nonce-{nonce}'"
        )
        return Response(
            self._render(name, nonce=nonce),
            media_type=HTML,
            headers=SAFE | {"Content-Security-Policy": policy, "Cache-Control": "no-store"},
        )
