"""Guest tokens as signed JWTs: read without asking anybody."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

import jwt

from domain.identity.owner import GuestPass, Owner
from domain.identity.refusals import TokenExpired, TokenInvalid

ALGORITHM = "HS256"
AUDIENCE = "passepartout"
USE = "guest"
TOKEN_LENGTH_MAX = 2000
KEPT_MAX = 10_000


class SignedGuestTokens:
    """One algorithm, and every claim required: PyJWT checks neither unless told to."""

    def __init__(self, secret: str, issuer: str, lifetime: timedelta) -> None:
        self._secret = secret
        self._issuer = issuer
        self._lifetime = lifetime
        # A signature that was good stays good; what may change, the time, is not part of it.
        self._claims = lru_cache(KEPT_MAX)(self._verified)

    def issue(self, owner: Owner, at: datetime) -> GuestPass:
        expires_at = at + self._lifetime
        claims = {
            "sub": str(owner.id),
            "iss": self._issuer,
            "aud": AUDIENCE,
            "iat": int(at.timestamp()),
            "exp": int(expires_at.timestamp()),
            "token_use": USE,
        }
        token = jwt.encode(claims, self._secret, algorithm=ALGORITHM)
        return GuestPass(owner=owner, token=token, expires_at=expires_at)

    def read(self, token: str, at: datetime) -> Owner:
        claims = self._claims(token)
        if claims["token_use"] != USE or not isinstance(claims["exp"], int):
            raise TokenInvalid
        if claims["exp"] <= at.timestamp():
            raise TokenExpired
        try:
            return Owner(UUID(claims["sub"]))
        except ValueError as error:
            raise TokenInvalid from error

    def _verified(self, token: str) -> dict[str, Any]:
        if len(token) > TOKEN_LENGTH_MAX:
            raise TokenInvalid
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._secret,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=self._issuer,
                options={
                    "require": ["exp", "iat", "iss", "aud", "sub", "token_use"],
                    # Expiry is compared with the clock that is handed in, so that tests own it.
                    "verify_exp": False,
                },
            )
        except jwt.InvalidTokenError as error:
            raise TokenInvalid from error
        return claims
