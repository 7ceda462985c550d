"""Which cookies a log-in and a guest are given, and which are taken back."""

from dataclasses import dataclass
from datetime import timedelta

from adapters.inbound.http.credentials import AnyConnection
from adapters.inbound.http.identity.csrf import CsrfTokens
from adapters.inbound.http.identity.set_cookies import (
    ACCESS,
    CSRF,
    GUEST,
    REFRESH,
    clear_cookie,
    set_cookie,
)
from application.identity.ports import GuestTokens
from application.shared.ports import Clock
from domain.identity.logged_in import LoggedIn
from domain.identity.owner import GuestPass, Owner
from domain.identity.refusals import TokenExpired, TokenInvalid


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCookies:
    csrf: CsrfTokens
    guests: GuestTokens
    clock: Clock
    remembered: timedelta

    def give_login(self, connection: AnyConnection, logged_in: LoggedIn) -> None:
        scope, now = connection.scope, self.clock.now()
        access, refresh = logged_in.access, logged_in.refresh
        set_cookie(scope, ACCESS, access.token, at=now, until=access.expires_at)
        # Longer than it is good: a browser that comes back later goes on with the cart it had.
        until = refresh.expires_at + self.remembered
        set_cookie(scope, REFRESH, refresh.token, at=now, until=until)
        proof = self.csrf.token_of(logged_in.session_id)
        set_cookie(scope, CSRF, proof, at=now, until=until, readable=True)

    def give_guest(self, connection: AnyConnection, guest: GuestPass) -> None:
        scope, now = connection.scope, self.clock.now()
        set_cookie(scope, GUEST, guest.token, at=now, until=guest.expires_at)
        proof = self.csrf.token_of(guest.owner.id)
        set_cookie(scope, CSRF, proof, at=now, until=guest.expires_at, readable=True)

    def take_login(self, connection: AnyConnection) -> None:
        """Who was a guest before is that guest again."""
        for name in (ACCESS, REFRESH, CSRF):
            clear_cookie(connection.scope, name)
        guest = self.known_guest(connection)
        if guest is not None:
            self.give_guest(connection, self.guests.issue(guest, self.clock.now()))

    def return_guest(self, connection: AnyConnection, guest: GuestPass) -> None:
        """To somebody who is logged in: whoever they are again after that."""
        set_cookie(
            connection.scope, GUEST, guest.token, at=self.clock.now(), until=guest.expires_at
        )

    def hold_login(self, connection: AnyConnection) -> bool:
        """Whether there are cookies of a log-in, good or not."""
        return ACCESS in connection.cookies or REFRESH in connection.cookies

    def take_guest(self, connection: AnyConnection) -> None:
        clear_cookie(connection.scope, GUEST)

    def known_guest(self, connection: AnyConnection) -> Owner | None:
        """Of the guest's cookie, if there is a good one."""
        try:
            return self.guests.read(connection.cookies.get(GUEST, ""), self.clock.now())
        except (TokenInvalid, TokenExpired):
            return None
