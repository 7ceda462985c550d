"""Who callers are: tokens, cookies, passwords, and an issuer of other people's accounts."""

from dependency_injector import providers

from adapters.inbound.http.identity.csrf import CsrfTokens
from adapters.inbound.http.identity.session_cookies import SessionCookies
from adapters.inbound.http.sockets import origin_of_url
from adapters.outbound.guarded.welcomed_identity_provider import WelcomedIdentityProvider
from adapters.outbound.oidc.claims import ClaimNames
from adapters.outbound.oidc.guests_beside_issuer import GuestsBesideIssuer
from adapters.outbound.oidc.issuer_documents import IssuerDocuments
from adapters.outbound.oidc.issuer_keys import IssuerKeys, KeyLifetimes
from adapters.outbound.oidc.issuer_tokens import IssuerTokens, TokenRules
from adapters.outbound.oidc.key_source import KeySource
from adapters.outbound.passwords.argon2_passwords import Argon2Passwords
from adapters.outbound.tokens.access_tokens import SignedAccessTokens
from adapters.outbound.tokens.caller_tokens import SignedCallerTokens
from adapters.outbound.tokens.guest_tokens import SignedGuestTokens
from adapters.outbound.tokens.own_accounts import OwnAccounts
from adapters.outbound.tokens.refresh_tokens import DerivedRefreshTokens
from adapters.outbound.tokens.signed_claims import SignedClaims
from adapters.outbound.tokens.ticket_links import AccountPageLinks
from adapters.outbound.tokens.ticket_tokens import DerivedTicketTokens
from adapters.settings import Settings
from application.identity.welcome_external import WelcomeExternal
from composition.ground import Ground, seconds


def origins_of(settings: Settings) -> frozenset[str]:
    """Where pages of ours come from: the shop, the front end, and what else it is told."""
    named = settings.browser_origins.split(",")
    urls = (settings.public_base_url, settings.account_pages_url, *named)
    return frozenset(filter(None, map(origin_of_url, urls)))


def account_pages(front_end_url: str, public_base_url: str) -> str:
    """A front end's own pages, or those for trying the shop."""
    return front_end_url or f"{public_base_url.rstrip('/')}/account"


class IdentityParts(Ground):
    """Own accounts and, beside them, any OIDC issuer."""

    settings = Ground.settings
    clock = Ground.clock
    begin = Ground.begin

    signed_claims = providers.Singleton(
        SignedClaims, settings.provided.token_secret, settings.provided.token_issuer
    )
    tokens = providers.Singleton(
        SignedGuestTokens,
        signed_claims,
        providers.Callable(seconds, settings.provided.guest_token_lifetime_s),
    )
    caller_tokens = providers.Singleton(SignedCallerTokens, signed_claims)
    access_tokens = providers.Singleton(
        SignedAccessTokens,
        signed_claims,
        providers.Callable(seconds, settings.provided.access_token_lifetime_s),
    )
    refresh_tokens = providers.Singleton(DerivedRefreshTokens, settings.provided.token_secret)
    session_cookies = providers.Singleton(
        SessionCookies,
        csrf=providers.Singleton(
            CsrfTokens, settings.provided.token_secret, providers.Callable(origins_of, settings)
        ),
        guests=tokens,
        clock=clock,
        remembered=providers.Callable(seconds, settings.provided.login_remembered_s),
    )
    passwords = providers.Singleton(
        Argon2Passwords,
        memory_kib=settings.provided.password_hash_memory_kib,
        passes=settings.provided.password_hash_passes,
        lanes=settings.provided.password_hash_lanes,
        hashes_at_once=settings.provided.password_hashes_at_once,
        wait_s=settings.provided.password_hash_wait_s,
    )
    ticket_tokens = providers.Singleton(DerivedTicketTokens, settings.provided.token_secret)
    ticket_links = providers.Singleton(
        AccountPageLinks,
        ticket_tokens,
        providers.Callable(
            account_pages,
            settings.provided.account_pages_url,
            settings.provided.public_base_url,
        ),
    )
    own_accounts = providers.Singleton(OwnAccounts, caller_tokens)
    issuer_tokens = providers.Singleton(
        IssuerTokens,
        providers.Singleton(
            IssuerKeys,
            providers.Singleton(
                KeySource,
                providers.Singleton(
                    IssuerDocuments,
                    timeout_s=settings.provided.oidc_timeout_s,
                    bytes_max=settings.provided.oidc_document_bytes_max,
                ),
                issuer=settings.provided.oidc_issuer,
                jwks_url=settings.provided.oidc_jwks_url,
                algorithms=providers.Callable(frozenset, settings.provided.oidc_algorithms_allowed),
                keys_max=settings.provided.oidc_keys_max,
            ),
            providers.Singleton(
                KeyLifetimes,
                fresh_for=providers.Callable(seconds, settings.provided.oidc_keys_fresh_s),
                stale_for=providers.Callable(seconds, settings.provided.oidc_keys_stale_s),
                unknown_key_pause=providers.Callable(
                    seconds, settings.provided.oidc_unknown_key_pause_s
                ),
                outage_pause=providers.Callable(seconds, settings.provided.oidc_outage_pause_s),
            ),
        ),
        providers.Singleton(
            TokenRules,
            issuer=settings.provided.oidc_issuer,
            audience=settings.provided.oidc_audience,
            algorithms=settings.provided.oidc_algorithms_allowed,
            leeway=providers.Callable(seconds, settings.provided.oidc_leeway_s),
            bytes_max=settings.provided.oidc_token_bytes_max,
            kept_max=settings.provided.oidc_tokens_kept,
        ),
        providers.Singleton(
            ClaimNames,
            role=settings.provided.oidc_role_claim,
            email=settings.provided.oidc_email_claim,
            anonymous=settings.provided.oidc_anonymous_claim,
        ),
    )
    welcomed_users = providers.Singleton(
        WelcomedIdentityProvider,
        issuer_tokens,
        providers.Singleton(WelcomeExternal, begin=begin, clock=clock),
        wait_s=settings.provided.oidc_welcome_wait_s,
        remembered_max=settings.provided.oidc_users_remembered,
    )
    guests_beside_issuer = providers.Singleton(GuestsBesideIssuer, tokens, welcomed_users)
