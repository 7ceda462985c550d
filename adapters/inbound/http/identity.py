"""Routes of identity: become a guest."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, post

from adapters.inbound.http.answers import Answer
from adapters.inbound.http.provided import Provided
from application.identity.start_guest import StartGuest


class GuestAnswer(Answer):
    """Send `token` as `Authorization: Bearer` from now on; it owns the cart and the orders."""

    guest_id: UUID
    token: str
    expires_at: datetime


class IdentityController(Controller):
    path = "/api/auth"
    tags = ["identity"]

    @post("/guest", summary="Become a guest", sync_to_thread=False)
    def guest(self, start_guest: Provided[StartGuest]) -> GuestAnswer:
        """A new owner without an account, and the token that proves it."""
        made = start_guest()
        return GuestAnswer(guest_id=made.owner.id, token=made.token, expires_at=made.expires_at)
