"""Who is asking, by cookies: renewed in passing when they have run out, else a guest again."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from adapters.inbound.http.credentials import AnyConnection
from adapters.inbound.http.identity.csrf import CsrfTokenInvalid
from adapters.inbound.http.identity.session_cookies import SessionCookies
from adapters.inbound.http.identity.set_cookies import ACCESS, GUEST, REFRESH, note_session
from adapters.inbound.http.sockets import is_socket
from application.identity.fall_back_to_guest import FellBack, LostLogin
from application.identity.login_ports import IdentityProvider
from application.resilience.ports import RateLimits
from application.shared.ports import Clock
from domain.identity.caller import Caller
from domain.identity.logged_in import LoggedIn
from domain.identity.refusals import TokenExpired, TokenInvalid
from domain.resilience.rate_class import RateClass
from domain.shared.refusals import DomainError

BY_COOKIE = "by_cookie"
FELL_BACK = "fell_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class CookieSessions:
    """Every change that cookies alone would authorise must prove where it comes from."""

    provider: IdentityProvider
    refresh: Callable[[str], Awaitable[LoggedIn]]
    fall_back: Callable[[LostLogin], Awaitable[FellBack]]
    cookies: SessionCookies
    limits: RateLimits
    client_address: Callable[[AnyConnection], str]
    clock: Clock

    async def authenticate(self, connection: AnyConnection) -> Caller | None:
        """None without cookies of ours. Raises TokenInvalid, TokenExpired or CsrfTokenInvalid.

        Trouble of ours is raised as it is: nobody is logged out because the database rests.
        """
        access, secret = connection.cookies.get(ACCESS), connection.cookies.get(REFRESH)
        if access is None and secret is None:
            return self._guest(connection)
        connection.scope["state"][BY_COOKIE] = True
        lost_because = TokenExpired.code
        if access is not None:
            try:
                caller = await self.provider.read(access, self.clock.now())
            except (TokenExpired, TokenInvalid) as refusal:
                if is_socket(connection):
                    raise
                lost_because = refusal.code
            else:
                self.cookies.csrf.check(connection, caller.session_id or caller.owner.id)
                return caller
        if is_socket(connection):
            # New cookies could not be handed out, so the log-in would be lost by renewing it.
            raise TokenExpired
        # As POST /api/auth/refresh is counted: whoever invents cookies shall cost nothing.
        await self.limits.admit(RateClass.CHANGE, self.client_address(connection))
        if secret is not None:
            try:
                return (await self.renew(connection, secret)).caller
            except CsrfTokenInvalid:
                raise
            except DomainError as refusal:
                lost_because = refusal.code
        return await self._fallen_back(connection, secret, lost_because)

    def _guest(self, connection: AnyConnection) -> Caller | None:
        token = connection.cookies.get(GUEST)
        if token is None:
            return None
        connection.scope["state"][BY_COOKIE] = True
        guest = self.cookies.guests.read(token, self.clock.now())
        self.cookies.csrf.check(connection, guest.id)
        return Caller(owner=guest)

    async def renew(self, connection: AnyConnection, secret: str) -> LoggedIn:
        """Raises why it cannot be renewed, or CsrfTokenInvalid; renewed it is all the same."""
        logged_in = await self.refresh(secret)
        self.cookies.give_login(connection, logged_in)
        note_session(connection.scope, "renewed")
        self.cookies.csrf.check(connection, logged_in.session_id)
        return logged_in

    async def _fallen_back(
        self, connection: AnyConnection, secret: str | None, because: str
    ) -> Caller:
        known = self.cookies.known_guest(connection)
        fell = await self.fall_back(LostLogin(secret=secret, guest=known))
        self.cookies.take_login(connection)
        self.cookies.give_guest(connection, fell.guest)
        note_session(connection.scope, f"guest; reason={because}")
        connection.scope["state"][FELL_BACK] = True
        # The page that asks still holds the proof of the log-in it had a moment ago.
        self.cookies.csrf.check(connection, fell.session_id, known.id if known else None)
        return Caller(owner=fell.guest.owner)
