"""Routes of identity: become a guest."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Controller, Request, post
from litestar.datastructures import State
from litestar.params import JSONBody

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer, Body
from adapters.inbound.http.identity.csrf import refuse_other_sites
from adapters.inbound.http.identity.session_cookies import SessionCookies
from adapters.inbound.http.provided import Provided
from application.identity.start_guest import StartGuest
from domain.resilience.rate_class import RateClass


class GuestBody(Body):
    """With `cookies`, the token is kept by the browser and no script ever sees it."""

    cookies: bool = False


class GuestAnswer(Answer):
    """Send `token` as `Authorization: Bearer` from now on; it owns the cart and the orders."""

    guest_id: UUID
    token: str | None
    expires_at: datetime


class IdentityController(Controller):
    path = "/api/auth"
    tags = ["identity"]
    opt = open_to(Access.PUBLIC, RateClass.GUEST)

    @post("/guest", summary="Become a guest", sync_to_thread=False)
    def guest(
        self,
        request: Request[Any, Any, State],
        start_guest: Provided[StartGuest],
        session_cookies: Provided[SessionCookies],
        data: JSONBody[GuestBody | None] = None,
    ) -> GuestAnswer:
        """An owner without an account, and the token that proves it. A browser whose cookies
        make it a guest already stays the same guest."""
        if data is None or not data.cookies:
            made = start_guest()
            return GuestAnswer(guest_id=made.owner.id, token=made.token, expires_at=made.expires_at)
        refuse_other_sites(request)
        made = start_guest(session_cookies.known_guest(request))
        if session_cookies.hold_login(request):
            # The proof for changes stays the log-in's, or nothing could be changed any more.
            session_cookies.return_guest(request, made)
        else:
            session_cookies.give_guest(request, made)
        return GuestAnswer(guest_id=made.owner.id, token=None, expires_at=made.expires_at)
