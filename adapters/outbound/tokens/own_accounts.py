"""This shop's own accounts as the identity provider: nobody else has to be asked."""

from datetime import datetime

from application.identity.login_ports import CallerTokens
from domain.identity.caller import Caller


class OwnAccounts:
    def __init__(self, tokens: CallerTokens) -> None:
        self._tokens = tokens

    async def read(self, token: str, at: datetime) -> Caller:
        return self._tokens.read(token, at)
