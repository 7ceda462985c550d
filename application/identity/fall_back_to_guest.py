"""Let somebody whose log-in is over go on shopping as a guest, with the cart they had."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from application.identity.login_ports import CartCopies, RefreshTokens
from application.identity.ports import BeginIdentityWork, GuestTokens, IdentityWork
from application.shared.ports import Clock, NewId
from domain.identity.login_session import LoginSession, Verdict
from domain.identity.owner import GuestPass, Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class LostLogin:
    """The refresh token that was refused, and the guest this browser was before, if any."""

    secret: str | None
    guest: Owner | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FellBack:
    """`session_id` is the log-in that was lost, if the token was one of ours."""

    guest: GuestPass
    session_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FallBackToGuest:
    """Only a log-in that merely ran out leaves its cart behind: who was logged out, or is a
    stranger with a copied token, gets nothing of it."""

    begin: BeginIdentityWork
    refresh_tokens: RefreshTokens
    guests: GuestTokens
    clock: Clock
    new_id: NewId
    grace: timedelta
    copies: Callable[[IdentityWork], CartCopies] | None = None

    async def __call__(self, lost: LostLogin) -> FellBack:
        now = self.clock.now()
        guest = lost.guest or Owner(self.new_id())
        if lost.secret is None:
            return FellBack(guest=self.guests.issue(guest, now))
        async with self.begin() as work:
            found = await work.logins.lock_by_token(self.refresh_tokens.hash_of(lost.secret))
            if found is None:
                return FellBack(guest=self.guests.issue(guest, now))
            session, token = found
            guest_already = session.guest_of_a_moment_ago(now, self.grace)
            if guest_already is not None:
                guest = Owner(guest_already)
            elif session.judge(token, now, self.grace) is Verdict.EXPIRED:
                await self._become(work, session, guest, now)
                await work.commit()
        return FellBack(guest=self.guests.issue(guest, now), session_id=session.id)

    async def _become(
        self, work: IdentityWork, session: LoginSession, guest: Owner, at: datetime
    ) -> None:
        """Remembered, so that repeats and tabs that ask at once become the same guest, once."""
        await work.logins.save(session.become_guest(guest.id, at))
        if self.copies is not None:
            await self.copies(work).copy(Owner(session.account_id), guest)
