"""Identity providers side by side: this shop's own accounts, and an issuer elsewhere."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import jwt

from adapters.outbound.memory.issuer import MemoryIssuer
from adapters.outbound.tokens.access_tokens import SignedAccessTokens
from adapters.outbound.tokens.caller_tokens import SignedCallerTokens
from adapters.outbound.tokens.own_accounts import OwnAccounts
from adapters.outbound.tokens.signed_claims import SignedClaims
from application.identity.login_ports import IdentityProvider
from domain.identity.caller import Caller, Role
from domain.identity.external_user import ExternalUser
from domain.identity.owner import Owner
from tests.contract.issuers import LocalIssuer, now

SECRET = "a-secret-of-the-contract-tests-32-bytes"
NAME = "contract-shop"


class Provider(Protocol):
    """The provider, and how people get tokens from it."""

    @property
    def provider(self) -> IdentityProvider: ...

    async def token(self, person: UUID, role: Role, lifetime_s: float = 600.0) -> str: ...

    def owner_id(self, person: UUID) -> UUID: ...


class SigningProvider(Provider, Protocol):
    """One whose tokens are signed claims."""

    async def token_with(self, **claims: Any) -> str:
        """A good one but for these claims; None leaves a claim out."""
        ...

    async def forged(self) -> str:
        """By the right rules and with the wrong key."""
        ...


@dataclass(frozen=True)
class InMemory:
    provider: IdentityProvider
    issuer: MemoryIssuer

    async def token(self, person: UUID, role: Role, lifetime_s: float = 600.0) -> str:
        user = ExternalUser(caller=Caller(owner=Owner(person), role=role))
        return self.issuer.vouch_for(user, now() + timedelta(seconds=lifetime_s))

    def owner_id(self, person: UUID) -> UUID:
        return person


@dataclass(frozen=True)
class Own:
    provider: OwnAccounts
    access: SignedAccessTokens

    async def token(self, person: UUID, role: Role, lifetime_s: float = 600.0) -> str:
        # The lifetime is the shop's, so an old token is one that was made long ago.
        at = now() - timedelta(seconds=600.0 - lifetime_s)
        return self.access.issue(Caller(owner=Owner(person), role=role), uuid4(), at).token

    async def token_with(self, **claims: Any) -> str:
        good = jwt.decode(
            await self.token(uuid4(), Role.CUSTOMER), options={"verify_signature": False}
        )
        changed = {name: value for name, value in {**good, **claims}.items() if value is not None}
        return jwt.encode(changed, SECRET, algorithm="HS256")

    async def forged(self) -> str:
        admin = Caller(owner=Owner(uuid4()), role=Role.ADMIN)
        stranger = SignedAccessTokens(SignedClaims("x" * 40, NAME), timedelta(minutes=10))
        return stranger.issue(admin, uuid4(), now()).token

    def owner_id(self, person: UUID) -> UUID:
        return person


@dataclass(frozen=True)
class Elsewhere:
    provider: IdentityProvider
    issuer: LocalIssuer

    async def token(self, person: UUID, role: Role, lifetime_s: float = 600.0) -> str:
        claims = {"sub": str(person), "app_metadata": {"role": role.value}}
        return await self.issuer.mint(claims=claims, lifetime_s=lifetime_s)

    async def token_with(self, **claims: Any) -> str:
        return await self.issuer.mint(claims=claims)

    async def forged(self) -> str:
        return await self.issuer.mint(key="stranger")

    def owner_id(self, person: UUID) -> UUID:
        return uuid5(NAMESPACE_URL, f"{self.issuer.issuer} {person}")


def own_accounts() -> Own:
    signed = SignedClaims(SECRET, NAME)
    access = SignedAccessTokens(signed, timedelta(seconds=600))
    return Own(OwnAccounts(SignedCallerTokens(signed)), access)
