"""Guest tokens as signed JWTs: read without asking anybody."""

from datetime import datetime, timedelta

from adapters.outbound.tokens.signed_claims import SignedClaims, TokenUse, uuid_of
from domain.identity.owner import GuestPass, Owner


class SignedGuestTokens:
    def __init__(self, signed: SignedClaims, lifetime: timedelta) -> None:
        self._signed = signed
        self._lifetime = lifetime

    def issue(self, owner: Owner, at: datetime) -> GuestPass:
        token = self._signed.sign(TokenUse.GUEST, owner.id, at, self._lifetime)
        return GuestPass(owner=owner, token=token, expires_at=at + self._lifetime)

    def read(self, token: str, at: datetime) -> Owner:
        return Owner(uuid_of(self._signed.read_for(TokenUse.GUEST, token, at)["sub"]))
