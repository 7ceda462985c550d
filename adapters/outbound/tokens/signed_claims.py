"""Claims under a signature: written and read by one algorithm, for one use at a time."""

from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

import jwt

from domain.identity.refusals import TokenExpired, TokenInvalid

ALGORITHM = "HS256"
REQUIRED = ["exp", "iat", "iss", "aud", "sub", "token_use"]
TOKEN_LENGTH_MAX = 2000
KEPT_MAX = 10_000


class TokenUse(StrEnum):
    GUEST = "guest"
    ACCESS = "access"


# A token is for one use by two marks: what it says of itself, and whom it is addressed to.
AUDIENCES: dict[str, str] = {
    TokenUse.GUEST: "passepartout",
    TokenUse.ACCESS: "passepartout-access",
}


class SignedClaims:
    """One algorithm, and every claim required: PyJWT checks neither unless told to."""

    def __init__(self, secret: str, issuer: str) -> None:
        self._secret = secret
        self._issuer = issuer
        # A signature that was good stays good; what may change, the time, is not part of it.
        self._verified = lru_cache(KEPT_MAX)(self._verify)

    def sign(
        self, use: TokenUse, subject: UUID, at: datetime, lifetime: timedelta, **more: str
    ) -> str:
        claims = {
            "sub": str(subject),
            "iss": self._issuer,
            "aud": AUDIENCES[use],
            "iat": int(at.timestamp()),
            "exp": int((at + lifetime).timestamp()),
            "token_use": use.value,
            **more,
        }
        return jwt.encode(claims, self._secret, algorithm=ALGORITHM)

    def read(self, token: str, at: datetime) -> dict[str, Any]:
        """The claims, with `token_use` of one kind. Raises TokenInvalid or TokenExpired."""
        claims = self._verified(token)
        if claims["exp"] <= at.timestamp():
            raise TokenExpired
        return claims

    def read_for(self, use: TokenUse, token: str, at: datetime) -> dict[str, Any]:
        """As `read`; a token for another use is TokenInvalid."""
        claims = self.read(token, at)
        if claims["token_use"] != use:
            raise TokenInvalid
        return claims

    def _verify(self, token: str) -> dict[str, Any]:
        if len(token) > TOKEN_LENGTH_MAX:
            raise TokenInvalid
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._secret,
                algorithms=[ALGORITHM],
                audience=list(AUDIENCES.values()),
                issuer=self._issuer,
                # Expiry is compared with the clock that is handed in, so that tests own it. When it
                # was issued is not: a machine whose clock is behind must not refuse its sister's.
                options={"require": REQUIRED, "verify_exp": False, "verify_iat": False},
            )
        except jwt.InvalidTokenError as error:
            raise TokenInvalid from error
        use = claims["token_use"]
        if not isinstance(use, str) or claims["aud"] != AUDIENCES.get(use):
            raise TokenInvalid
        if not isinstance(claims["exp"], int) or not isinstance(claims["iat"], int):
            raise TokenInvalid
        if not isinstance(claims["sub"], str):
            raise TokenInvalid
        return claims


def uuid_of(text: object) -> UUID:
    """Raises TokenInvalid."""
    try:
        return UUID(str(text))
    except ValueError as error:
        raise TokenInvalid from error
