"""Guests hold tokens of this shop, customers those of the issuer; nothing else is a credential."""

from datetime import datetime

from application.identity.login_ports import IdentityProvider
from application.identity.ports import GuestTokens
from domain.identity.caller import Caller
from domain.identity.refusals import TokenInvalid


class GuestsBesideIssuer:
    def __init__(self, guests: GuestTokens, issuer: IdentityProvider) -> None:
        self._guests = guests
        self._issuer = issuer

    async def read(self, token: str, at: datetime) -> Caller:
        """Raises TokenInvalid, TokenExpired, or Unavailable while no keys are to be had."""
        try:
            # First, because a token of ours tells by its first bytes that it is not the issuer's.
            return await self._issuer.read(token, at)
        except TokenInvalid:
            return Caller(owner=self._guests.read(token, at))
