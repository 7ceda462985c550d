"""Open a log-in for somebody who has proved who they are."""

from dataclasses import dataclass
from datetime import timedelta

from application.identity.login_ports import AccessTokens, RefreshTokens
from application.identity.ports import LoginSessions
from application.shared.ports import Clock, NewId
from domain.identity.account import Account
from domain.identity.caller import Caller
from domain.identity.logged_in import LoggedIn, RefreshPass
from domain.identity.login_session import LoginSession
from domain.identity.owner import Owner

DEVICE_CHARACTERS_MAX = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLogin:
    access_tokens: AccessTokens
    refresh_tokens: RefreshTokens
    clock: Clock
    new_id: NewId
    session_lifetime: timedelta
    refresh_lifetime: timedelta

    async def __call__(self, logins: LoginSessions, account: Account, device: str) -> LoggedIn:
        """In the work of the caller, who holds the account's lock and commits."""
        now = self.clock.now()
        session = LoginSession(
            id=self.new_id(),
            account_id=account.id,
            device=_readable(device)[:DEVICE_CHARACTERS_MAX],
            created_at=now,
            rotated_at=now,
            expires_at=now + self.session_lifetime,
        )
        secret = self.refresh_tokens.new()
        token = session.newest_token(self.refresh_tokens.hash_of(secret), self.refresh_lifetime)
        await logins.add(session, token)
        caller = Caller(owner=Owner(account.id), role=account.role, session_id=session.id)
        return LoggedIn(
            caller=caller,
            session_id=session.id,
            access=self.access_tokens.issue(caller, session.id, now),
            refresh=RefreshPass(token=secret, expires_at=token.expires_at),
        )


def _readable(device: str) -> str:
    """People look at it, and a database takes no NUL."""
    return "".join(character for character in device if character.isprintable())
