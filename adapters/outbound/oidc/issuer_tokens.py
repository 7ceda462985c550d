"""Access tokens of another issuer, checked with the keys that it publishes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import jwt

from adapters.outbound.oidc.claims import ClaimNames, moment, user_of
from adapters.outbound.oidc.issuer_keys import IssuerKeys
from adapters.outbound.oidc.safety import ASYMMETRIC
from adapters.outbound.oidc.signing_key import SigningKey
from adapters.outbound.oidc.token_header import read_header
from domain.identity.external_user import ExternalUser
from domain.identity.refusals import TokenExpired, TokenInvalid


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRules:
    """What a token must be to count; `leeway` allows for clocks that differ a little."""

    issuer: str
    audience: str
    algorithms: tuple[str, ...]
    leeway: timedelta
    bytes_max: int
    kept_max: int


@dataclass(frozen=True, slots=True)
class Verified:
    """What stays true of a token for ever; whether it is too old does not."""

    user: ExternalUser
    expires_at: float
    begins_at: float


class IssuerTokens:
    def __init__(self, keys: IssuerKeys, rules: TokenRules, names: ClaimNames) -> None:
        if not rules.algorithms or not ASYMMETRIC.issuperset(rules.algorithms):
            raise ValueError("only algorithms with a public key can be checked")
        self._keys = keys
        self._rules = rules
        self._names = names
        # Kept by token and key: what a key vouched for ends when the issuer takes the key back.
        self._known = lru_cache(rules.kept_max)(self._verified)

    async def read(self, token: str, at: datetime) -> ExternalUser:
        """Raises TokenInvalid, TokenExpired, or Unavailable while no keys are to be had."""
        if len(token) > self._rules.bytes_max:
            raise TokenInvalid
        header = read_header(token)
        if header.alg not in self._rules.algorithms:
            raise TokenInvalid
        key = await self._keys.find(header.kid, header.alg, at)
        if key is None:
            raise TokenInvalid
        known = self._known(token, header.alg, key)
        leeway_s = self._rules.leeway.total_seconds()
        if known.expires_at + leeway_s <= at.timestamp():
            raise TokenExpired
        if known.begins_at - leeway_s > at.timestamp():
            raise TokenInvalid
        return known.user

    async def aclose(self) -> None:
        await self._keys.aclose()

    def _verified(self, token: str, algorithm: str, key: SigningKey) -> Verified:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key.public,
                algorithms=[algorithm],
                audience=self._rules.audience,
                issuer=self._rules.issuer,
                options={
                    "require": ["iss", "aud", "exp", "sub"],
                    # Times are compared with the clock that is handed in, so that tests own it.
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                },
            )
        except jwt.InvalidTokenError as error:
            raise TokenInvalid from error
        expires_at = moment(claims, "exp")
        if expires_at is None:
            raise TokenInvalid
        begins_at = max(moment(claims, "nbf") or 0.0, moment(claims, "iat") or 0.0)
        return Verified(user_of(claims, self._rules.issuer, self._names), expires_at, begins_at)
