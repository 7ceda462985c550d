"""Log-ins: who is asking, by token or cookie, and how they came to be known."""

from adapters.inbound.http.carts.merge_after_log_in import MergeCartAfterLogIn
from adapters.inbound.http.client_address import ClientAddress
from adapters.inbound.http.identity.accounts_elsewhere import no_renewal
from adapters.inbound.http.identity.cookie_sessions import CookieSessions
from adapters.inbound.logging import tell_unexpected
from adapters.outbound.guarded.rerun_on_conflict import RerunOnConflict
from adapters.outbound.system.clock import (
    new_id,
)
from application.identity.change_role import ChangeRole
from application.identity.fall_back_to_guest import FallBackToGuest
from application.identity.forget_logins import ForgetLogins
from application.identity.forget_sign_ups import ForgetSignUps
from application.identity.log_in import LogIn
from application.identity.log_out import LogOut
from application.identity.login_ports import IdentityProvider
from application.identity.open_login import OpenLogin
from application.identity.refresh_session import RefreshSession
from application.identity.start_guest import StartGuest
from composition.carts import copies_of_carts, merge_guest_cart
from composition.ground import seconds
from composition.wiring import Provided, Wiring, once
from domain.identity.logged_in import LoggedIn


def identity_provider(wiring: Wiring) -> IdentityProvider:
    """Own accounts, or one issuer elsewhere beside guests of this shop."""
    outside, settings = wiring.outside, wiring.settings
    found: IdentityProvider = (
        outside.guests_beside_issuer() if settings.oidc_issuer else outside.own_accounts()
    )
    return found


def session_use_cases(wiring: Wiring) -> Provided:
    """What log-ins offer to routes, by the names that routes use."""
    outside, settings = wiring.outside, wiring.settings
    clock, begin = outside.clock(), outside.begin()
    open_login = OpenLogin(
        access_tokens=outside.access_tokens(),
        refresh_tokens=outside.refresh_tokens(),
        clock=clock,
        new_id=new_id,
        session_lifetime=seconds(settings.login_session_lifetime_s),
        refresh_lifetime=seconds(settings.refresh_token_lifetime_s),
    )
    return {
        "session_cookies": outside.session_cookies,
        # Not run again as a whole: it hashes, and reports on a merge that may have happened.
        "log_in": once(
            LogIn(
                begin=begin,
                passwords=outside.passwords(),
                open_login=open_login,
                guests=outside.tokens(),
                limits=outside.rate_limits(),
                clock=clock,
                told=tell_unexpected,
                merge=MergeCartAfterLogIn(merge=wiring.guarded(merge_guest_cart(wiring))),
            )
        ),
        "refresh_session": once(refresh_session(wiring)),
        "start_guest": once(StartGuest(tokens=outside.tokens(), clock=clock, new_id=new_id)),
        "log_out": wiring.rerun(LogOut(begin=begin, clock=clock)),
        "change_role": wiring.rerun(ChangeRole(begin=begin, clock=clock)),
    }


def refresh_session(wiring: Wiring) -> RerunOnConflict[LoggedIn]:
    outside, settings = wiring.outside, wiring.settings
    return wiring.guarded(
        RefreshSession(
            begin=outside.begin(),
            access_tokens=outside.access_tokens(),
            refresh_tokens=outside.refresh_tokens(),
            clock=outside.clock(),
            refresh_lifetime=seconds(settings.refresh_token_lifetime_s),
            grace=seconds(settings.refresh_grace_s),
        )
    )


def cookie_sessions(wiring: Wiring) -> CookieSessions:
    outside, settings = wiring.outside, wiring.settings
    return CookieSessions(
        provider=identity_provider(wiring),
        refresh=no_renewal if settings.oidc_issuer else refresh_session(wiring),
        fall_back=wiring.guarded(
            FallBackToGuest(
                begin=outside.begin(),
                refresh_tokens=outside.refresh_tokens(),
                guests=outside.tokens(),
                clock=outside.clock(),
                new_id=new_id,
                grace=seconds(settings.refresh_grace_s),
                copies=copies_of_carts(wiring),
            )
        ),
        cookies=outside.session_cookies(),
        limits=outside.rate_limits(),
        client_address=ClientAddress(settings.trusted_networks),
        clock=outside.clock(),
    )


def forget_sign_ups(wiring: Wiring) -> ForgetSignUps:
    settings = wiring.settings
    return ForgetSignUps(
        begin=wiring.outside.begin(),
        clock=wiring.outside.clock(),
        kept=seconds(settings.sign_ups_kept_s),
        batch=settings.sign_up_forget_batch,
    )


def forget_logins(wiring: Wiring) -> ForgetLogins:
    settings = wiring.settings
    return ForgetLogins(
        begin=wiring.outside.begin(),
        clock=wiring.outside.clock(),
        remembered=seconds(settings.login_remembered_s),
        refresh_lifetime=seconds(settings.refresh_token_lifetime_s),
        batch=settings.login_forget_batch,
    )
