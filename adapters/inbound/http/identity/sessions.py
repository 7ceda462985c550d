"""Routes of log-ins: log in, renew, log out."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from litestar import Controller, post
from litestar.params import JSONBody

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer, Body
from adapters.inbound.http.credentials import AnyRequest
from adapters.inbound.http.identity.cookie_sessions import BY_COOKIE, CookieSessions
from adapters.inbound.http.identity.csrf import refuse_other_sites
from adapters.inbound.http.identity.session_cookies import SessionCookies
from adapters.inbound.http.identity.set_cookies import GUEST, REFRESH
from adapters.inbound.http.origin import device_of, readable_device
from adapters.inbound.http.provided import Provided
from adapters.inbound.http.request_id import request_id_of
from application.identity.log_in import LogIn, LogInWish
from application.identity.log_out import LogOut
from application.identity.refresh_session import RefreshSession
from domain.identity.caller import Caller
from domain.identity.logged_in import LoggedIn
from domain.identity.merge_on_log_in import MergeOnLogIn
from domain.identity.refusals import CredentialMissing
from domain.resilience.rate_class import RateClass
from domain.shared.origin import Origin


class MergeBody(Body):
    """`strategy`: `sum`, `max`, `keep_guest` or `keep_user`."""

    strategy: str | None = None


class LogInBody(Body):
    """`guestToken` brings the guest's cart along. With `cookies`, the browser keeps the tokens and
    no script ever sees them; the guest is then the one of its cookies."""

    email: str
    password: str
    device: str | None = None
    guest_token: str | None = None
    merge: MergeBody | None = None
    cookies: bool = False


class RefreshBody(Body):
    refresh_token: str | None = None


class LogOutBody(Body):
    everywhere: bool = False


class MergeAnswer(Answer):
    """As POST /api/cart/merge answers; `failed`, with a code, leaves the guest's cart as it is."""

    status: str
    code: str | None
    report: dict[str, Any]

    @classmethod
    def of(cls, merge: MergeOnLogIn) -> Self:
        return cls(status=merge.status.value, code=merge.code, report=dict(merge.report))


class LoggedInAnswer(Answer):
    """Tokens are null where cookies hold them. A refresh token is good for one use."""

    user_id: UUID
    role: str
    session_id: UUID
    access_token: str | None
    access_expires_at: datetime
    refresh_token: str | None
    refresh_expires_at: datetime
    merge: MergeAnswer | None = None

    @classmethod
    def of(
        cls, logged_in: LoggedIn, merge: MergeOnLogIn | None = None, *, hidden: bool = False
    ) -> Self:
        return cls(
            user_id=logged_in.caller.owner.id,
            role=logged_in.caller.role.value,
            session_id=logged_in.session_id,
            access_token=None if hidden else logged_in.access.token,
            access_expires_at=logged_in.access.expires_at,
            refresh_token=None if hidden else logged_in.refresh.token,
            refresh_expires_at=logged_in.refresh.expires_at,
            merge=MergeAnswer.of(merge) if merge else None,
        )


class SessionController(Controller):
    path = "/api/auth"
    tags = ["identity"]

    @post("/login", summary="Log in", status_code=200, opt=open_to(Access.PUBLIC, RateClass.LOG_IN))
    async def log_in(
        self,
        request: AnyRequest,
        data: JSONBody[LogInBody],
        log_in: Provided[LogIn],
        session_cookies: Provided[SessionCookies],
    ) -> LoggedInAnswer:
        """Looks at the account only: no order and no payment can lock anybody out."""
        if data.cookies:
            refuse_other_sites(request)
        kept = request.cookies.get(GUEST) if data.cookies else None
        guest_token = data.guest_token or kept
        welcome = await log_in(
            LogInWish(
                email=data.email,
                password=data.password,
                origin=Origin(
                    actor="guest",
                    device=readable_device(data.device) or device_of(request),
                    request_id=request_id_of(request),
                ),
                guest_token=guest_token,
                strategy=(data.merge or MergeBody()).strategy,
            )
        )
        if data.cookies:
            session_cookies.give_login(request, welcome.logged_in)
            merge = welcome.merge
            if merge is not None and merge.status.used_up_the_guest and guest_token == kept:
                session_cookies.take_guest(request)
        return LoggedInAnswer.of(welcome.logged_in, welcome.merge, hidden=data.cookies)

    # Not limited as guessing is: a log-in goes on while nobody can count, and 256 random bits are
    # not guessed.
    @post(
        "/refresh",
        summary="Renew a log-in",
        status_code=200,
        opt=open_to(Access.PUBLIC, RateClass.CHANGE),
    )
    async def refresh(
        self,
        request: AnyRequest,
        refresh_session: Provided[RefreshSession],
        cookie_sessions: Provided[CookieSessions],
        data: JSONBody[RefreshBody | None] = None,
    ) -> LoggedInAnswer:
        """Each refresh token is good once. Asking again within seconds, because the answer was
        lost, gets the same answer; a token that comes back later ends the log-in."""
        if data is not None and data.refresh_token is not None:
            return LoggedInAnswer.of(await refresh_session(data.refresh_token))
        secret = request.cookies.get(REFRESH)
        if secret is None:
            raise CredentialMissing("Send a refresh token, or cookies.")
        return LoggedInAnswer.of(await cookie_sessions.renew(request, secret), hidden=True)

    @post(
        "/logout",
        summary="Log out",
        status_code=204,
        opt=open_to(Access.CUSTOMER, RateClass.CHANGE),
    )
    async def log_out(
        self,
        request: AnyRequest,
        caller: Provided[Caller],
        log_out: Provided[LogOut],
        session_cookies: Provided[SessionCookies],
        data: JSONBody[LogOutBody | None] = None,
    ) -> None:
        """On this device, or everywhere. An access token ends by itself within minutes."""
        await log_out(caller, everywhere=data is not None and data.everywhere)
        if request.scope["state"].get(BY_COOKIE):
            session_cookies.take_login(request)
