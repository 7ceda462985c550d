"""Whatever bearer token this shop signs, read as the caller it stands for."""

from datetime import datetime

from adapters.outbound.tokens.access_tokens import caller_of
from adapters.outbound.tokens.signed_claims import SignedClaims, TokenUse, uuid_of
from domain.identity.caller import Caller
from domain.identity.owner import Owner


class SignedCallerTokens:
    def __init__(self, signed: SignedClaims) -> None:
        self._signed = signed

    def read(self, token: str, at: datetime) -> Caller:
        claims = self._signed.read(token, at)
        if claims["token_use"] == TokenUse.GUEST:
            return Caller(owner=Owner(uuid_of(claims["sub"])))
        return caller_of(claims)
