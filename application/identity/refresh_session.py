"""Renew a log-in: a refresh token against its successor and a new access token."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from application.identity.login_ports import AccessTokens, RefreshTokens
from application.identity.ports import BeginIdentityWork, IdentityWork
from application.shared.ports import Clock
from domain.identity.caller import Caller
from domain.identity.logged_in import LoggedIn, RefreshPass
from domain.identity.login_session import RAN_OUT, LoginSession, Verdict
from domain.identity.owner import Owner
from domain.identity.refusals import (
    RefreshTokenExpired,
    RefreshTokenInvalid,
    RefreshTokenReused,
    SessionEnded,
)

REUSED = "refresh_token_reused"
LENGTH_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshSession:
    """Within `grace` of its use a token gets the same successor again, however many ask at once."""

    begin: BeginIdentityWork
    access_tokens: AccessTokens
    refresh_tokens: RefreshTokens
    clock: Clock
    refresh_lifetime: timedelta
    grace: timedelta

    async def __call__(self, secret: str) -> LoggedIn:
        """Raises RefreshTokenInvalid, RefreshTokenExpired, RefreshTokenReused or SessionEnded."""
        # When it was asked, not when its turn came: waiting for each other is no reuse.
        now = self.clock.now()
        if len(secret) > LENGTH_MAX:
            raise RefreshTokenInvalid
        async with self.begin() as work:
            found = await work.logins.lock_by_token(self.refresh_tokens.hash_of(secret))
            if found is None:
                raise RefreshTokenInvalid
            session, token = found
            verdict = session.judge(token, now, self.grace)
            await self._refuse(work, session, verdict, now)
            successor = self.refresh_tokens.successor_of(secret)
            if verdict is Verdict.GOOD:
                session = session.rotate(now)
            newest = session.newest_token(
                self.refresh_tokens.hash_of(successor), self.refresh_lifetime
            )
            account = await work.accounts.get(session.account_id)
            if verdict is Verdict.GOOD:
                await work.logins.save(session, newest)
                await work.commit()
        caller = Caller(owner=Owner(account.id), role=account.role, session_id=session.id)
        return LoggedIn(
            caller=caller,
            session_id=session.id,
            access=self.access_tokens.issue(caller, session.id, now),
            refresh=RefreshPass(token=successor, expires_at=newest.expires_at),
        )

    async def _refuse(
        self, work: IdentityWork, session: LoginSession, verdict: Verdict, at: datetime
    ) -> None:
        if verdict is Verdict.EXPIRED or session.ended_because == RAN_OUT:
            raise RefreshTokenExpired
        if verdict is Verdict.ENDED:
            raise RefreshTokenReused if session.ended_because == REUSED else SessionEnded
        if verdict is Verdict.REUSED:
            # Nobody can say who of the two is the thief, so neither goes on.
            await work.logins.save(session.end(at, REUSED))
            await work.commit()
            raise RefreshTokenReused
