"""Access tokens as signed JWTs: who is logged in, in which role, for a few minutes."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from adapters.outbound.tokens.signed_claims import SignedClaims, TokenUse, uuid_of
from domain.identity.caller import Caller, Role
from domain.identity.logged_in import AccessPass
from domain.identity.owner import Owner
from domain.identity.refusals import TokenInvalid


class SignedAccessTokens:
    def __init__(self, signed: SignedClaims, lifetime: timedelta) -> None:
        self._signed = signed
        self._lifetime = lifetime

    def issue(self, caller: Caller, session_id: UUID, at: datetime) -> AccessPass:
        token = self._signed.sign(
            TokenUse.ACCESS,
            caller.owner.id,
            at,
            self._lifetime,
            role=caller.role.value,
            sid=str(session_id),
        )
        return AccessPass(token=token, expires_at=at + self._lifetime)

    def read(self, token: str, at: datetime) -> Caller:
        return caller_of(self._signed.read_for(TokenUse.ACCESS, token, at))


def caller_of(claims: dict[str, Any]) -> Caller:
    """Of an access token's claims. Raises TokenInvalid."""
    try:
        role = Role(claims.get("role", ""))
    except ValueError as error:
        raise TokenInvalid from error
    # A guest is nobody who could log in, whatever a token says.
    if role is Role.GUEST:
        raise TokenInvalid
    return Caller(
        owner=Owner(uuid_of(claims["sub"])), role=role, session_id=uuid_of(claims.get("sid"))
    )
