"""An issuer in memory: it vouches for whoever it was told of, under tokens that it made up."""

from datetime import datetime
from uuid import uuid4

from domain.identity.external_user import ExternalUser
from domain.identity.refusals import TokenExpired, TokenInvalid


class MemoryIssuer:
    def __init__(self) -> None:
        self._tokens: dict[str, tuple[ExternalUser, datetime]] = {}

    def vouch_for(self, user: ExternalUser, until: datetime) -> str:
        token = uuid4().hex
        self._tokens[token] = (user, until)
        return token

    async def read(self, token: str, at: datetime) -> ExternalUser:
        if token not in self._tokens:
            raise TokenInvalid
        user, until = self._tokens[token]
        if until <= at:
            raise TokenExpired
        return user
