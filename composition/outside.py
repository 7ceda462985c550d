"""Every production adapter with its settings, made when it is first asked for."""

from datetime import timedelta
from pathlib import Path

import redis.asyncio
from dependency_injector import containers, providers

from adapters.inbound.http.identity.csrf import CsrfTokens
from adapters.inbound.http.identity.session_cookies import SessionCookies
from adapters.inbound.http.sockets import origin_of_url
from adapters.outbound.fetching.https_picture_fetcher import HttpsPictureFetcher
from adapters.outbound.geo.address_rules import GoogleAddressRules
from adapters.outbound.guarded.cached_shipping_rates import CachedShippingRates
from adapters.outbound.guarded.circuit_broken_rates import CircuitBrokenShippingRates
from adapters.outbound.guarded.measured_rates import MeasuredShippingRates
from adapters.outbound.guarded.retried_rates import RetriedShippingRates
from adapters.outbound.guarded.welcomed_identity_provider import WelcomedIdentityProvider
from adapters.outbound.imaging.confinement import Confinement
from adapters.outbound.imaging.pool import ProcessRules
from adapters.outbound.imaging.processes import ImagingProcesses
from adapters.outbound.imaging.templates_file import read_templates
from adapters.outbound.imaging.vips_picture_reader import VipsPictureReader
from adapters.outbound.imaging.vips_renderer import RenderRules, VipsRenderer
from adapters.outbound.mail.disk_mailbox import DiskMailbox
from adapters.outbound.mail.jinja_letters import JinjaLetters
from adapters.outbound.mail.smtp_mailer import SmtpMailer
from adapters.outbound.memory.shared_calls import MemorySharedCalls
from adapters.outbound.oidc.claims import ClaimNames
from adapters.outbound.oidc.guests_beside_issuer import GuestsBesideIssuer
from adapters.outbound.oidc.issuer_documents import IssuerDocuments
from adapters.outbound.oidc.issuer_keys import IssuerKeys, KeyLifetimes
from adapters.outbound.oidc.issuer_tokens import IssuerTokens, TokenRules
from adapters.outbound.oidc.key_source import KeySource
from adapters.outbound.passwords.argon2_passwords import Argon2Passwords
from adapters.outbound.postgres.driver_work import DriverBegin
from adapters.outbound.postgres.engine import make_engine
from adapters.outbound.postgres.heartbeats import PostgresHeartbeats
from adapters.outbound.postgres.job_queue import PostgresJobQueue
from adapters.outbound.postgres.personal_data import PostgresPersonalData
from adapters.outbound.postgres.snapshot import snapshots
from adapters.outbound.postgres.work import PostgresBegin
from adapters.outbound.prodigi.budgeted_client import BudgetedProdigiClient
from adapters.outbound.prodigi.catalogue_file import read_catalogue
from adapters.outbound.prodigi.client import ProdigiClient
from adapters.outbound.prodigi.order_list import ProdigiOrderList
from adapters.outbound.prodigi.print_lab import ProdigiPrintLab
from adapters.outbound.prodigi.quotes import ProdigiShippingRates
from adapters.outbound.prodigi.sku_check import ProdigiSkuCheck
from adapters.outbound.redis.cache import RedisCache
from adapters.outbound.redis.previews import RedisPreviews
from adapters.outbound.redis.rate_limits import RedisRateLimits
from adapters.outbound.redis.rate_script import counting_client
from adapters.outbound.redis.render_news import RedisRenderNews
from adapters.outbound.redis.shared_calls import RedisSharedCalls
from adapters.outbound.reference.fallback_rates import FallbackShippingRates
from adapters.outbound.reference.tax_file import read_taxes
from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from adapters.outbound.stripe.payment_gateway import StripePaymentGateway
from adapters.outbound.stripe.signed_events import StripeSignedEvents
from adapters.outbound.system.clock import (
    SystemClock,
    new_callback_token,
    new_id,
)
from adapters.outbound.tokens.access_tokens import SignedAccessTokens
from adapters.outbound.tokens.caller_tokens import SignedCallerTokens
from adapters.outbound.tokens.guest_tokens import SignedGuestTokens
from adapters.outbound.tokens.own_accounts import OwnAccounts
from adapters.outbound.tokens.refresh_tokens import DerivedRefreshTokens
from adapters.outbound.tokens.signed_claims import SignedClaims
from adapters.outbound.tokens.ticket_links import AccountPageLinks
from adapters.outbound.tokens.ticket_tokens import DerivedTicketTokens
from adapters.rate_budgets import budgets_of, lab_budget
from adapters.settings import Settings
from application.identity.welcome_external import WelcomeExternal
from composition.storage import assets_of
from domain.media.limits import PictureLimits
from domain.resilience.circuit import Circuit


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def origins_of(settings: Settings) -> frozenset[str]:
    """Where pages of ours come from: the shop, the front end, and what else it is told."""
    named = settings.browser_origins.split(",")
    urls = (settings.public_base_url, settings.account_pages_url, *named)
    return frozenset(filter(None, map(origin_of_url, urls)))


def account_pages(front_end_url: str, public_base_url: str) -> str:
    """A front end's own pages, or those for trying the shop."""
    return front_end_url or f"{public_base_url.rstrip('/')}/account"


class Outside(containers.DeclarativeContainer):
    """The production adapters. Nothing connects before it is used; all of it lives on one loop."""

    settings = providers.Dependency(instance_of=Settings)
    role = providers.Object("api")
    statement_timeout_s: providers.Provider[float | None] = providers.Object(None)

    clock = providers.Singleton(SystemClock)
    new_id = providers.Object(new_id)
    callback_token = providers.Object(new_callback_token)
    catalogue = providers.Singleton(read_catalogue)
    taxes = providers.Singleton(read_taxes)
    templates = providers.Singleton(read_templates)

    engine = providers.Singleton(
        make_engine, settings, role=role, statement_timeout_s=statement_timeout_s
    )
    begin = providers.Singleton(PostgresBegin, engine)
    snapshot = providers.Singleton(snapshots, engine)
    driver_begin = providers.Singleton(DriverBegin, settings, role)
    personal_data = providers.Singleton(PostgresPersonalData, engine)
    heartbeats = providers.Singleton(PostgresHeartbeats, engine)
    queue = providers.Singleton(PostgresJobQueue, engine, settings.provided.job_lease_s)

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
    signatures = providers.Singleton(
        HmacAssetSignatures, settings.provided.asset_secret, settings.provided.public_base_url
    )
    assets = providers.Singleton(assets_of, settings, signatures)
    picture_limits = providers.Singleton(
        PictureLimits,
        bytes_max=settings.provided.picture_bytes_max,
        pixels_max=settings.provided.picture_pixels_max,
        side_px_max=settings.provided.picture_side_px_max,
    )
    imaging = providers.Singleton(
        ImagingProcesses,
        providers.Factory(
            ProcessRules,
            processes_max=settings.provided.picture_decodes_at_once,
            wait_s=settings.provided.picture_decode_wait_s,
            attempts_max=settings.provided.picture_decode_attempts_max,
            tasks_per_process_max=settings.provided.imaging_tasks_per_process,
            confinement=providers.Factory(
                Confinement,
                memory_mb=settings.provided.imaging_memory_mb,
                file_mb=settings.provided.imaging_file_mb,
                vips_threads=settings.provided.imaging_threads,
            ),
        ),
    )
    picture_reader = providers.Singleton(
        VipsPictureReader,
        imaging,
        picture_limits,
        thumbnail_widths_px=settings.provided.thumbnail_widths_px,
        deadline_s=settings.provided.picture_decode_deadline_s,
    )
    renderer = providers.Singleton(
        VipsRenderer,
        imaging,
        providers.Factory(
            RenderRules,
            preview_quality=settings.provided.preview_quality,
            preview_deadline_s=settings.provided.preview_deadline_s,
            print_quality=settings.provided.print_quality,
            print_deadline_s=settings.provided.render_deadline_s,
        ),
    )
    picture_fetcher = providers.Singleton(
        HttpsPictureFetcher,
        picture_limits,
        timeout_s=settings.provided.picture_url_timeout_s,
        read_timeout_s=settings.provided.picture_url_read_timeout_s,
        at_once=settings.provided.picture_urls_at_once,
        wait_s=settings.provided.picture_url_wait_s,
    )
    address_rules = providers.Singleton(GoogleAddressRules)

    gateway = providers.Singleton(
        StripePaymentGateway,
        api_key=settings.provided.stripe_api_key,
        api_base=settings.provided.stripe_api_base,
        public_base_url=settings.provided.public_base_url,
        timeout_s=settings.provided.stripe_timeout_s,
        attempts_max=settings.provided.stripe_attempts_max,
    )
    signed_events = providers.Singleton(
        StripeSignedEvents,
        settings.provided.webhook_secrets,
        settings.provided.stripe_webhook_tolerance_s,
    )

    prodigi_client = providers.Singleton(
        ProdigiClient,
        api_base=settings.provided.prodigi_api_base,
        api_key=settings.provided.prodigi_api_key,
        timeout_s=settings.provided.prodigi_timeout_s,
    )
    rate_client = providers.Singleton(counting_client, settings.provided.cache_url)
    # Every call to the lab, of whatever process and kind, is counted in the one budget.
    prodigi = providers.Singleton(
        BudgetedProdigiClient,
        prodigi_client,
        providers.Singleton(
            RedisSharedCalls,
            rate_client,
            provider="prodigi",
            budget=providers.Callable(lab_budget, settings, settings.provided.prodigi_calls_max),
            alone=providers.Singleton(
                MemorySharedCalls,
                providers.Callable(lab_budget, settings, settings.provided.prodigi_calls_alone),
                clock,
                "prodigi",
            ),
            circuit=providers.Singleton(
                Circuit,
                failures_max=1,
                open_for=providers.Callable(seconds, settings.provided.rate_limit_pause_s),
            ),
            clock=clock,
            timeout_s=settings.provided.rate_limit_timeout_s,
        ),
    )
    lab_order_list = providers.Singleton(ProdigiOrderList, prodigi)
    lab = providers.Singleton(ProdigiPrintLab, prodigi)
    sku_check = providers.Singleton(
        ProdigiSkuCheck,
        prodigi,
        fresh_s=settings.provided.sku_check_fresh_s,
        timeout_s=settings.provided.prodigi_quote_timeout_s,
    )
    # From the inside out: asked, measured, tried again, left alone while down; then cached.
    live_rates = providers.Singleton(
        CircuitBrokenShippingRates,
        providers.Singleton(
            RetriedShippingRates,
            providers.Singleton(
                MeasuredShippingRates,
                providers.Singleton(
                    ProdigiShippingRates, prodigi, settings.provided.prodigi_quote_timeout_s
                ),
            ),
            attempts_max=settings.provided.prodigi_attempts_max,
            first_delay_s=settings.provided.prodigi_retry_delay_s,
        ),
        circuit=providers.Singleton(
            Circuit,
            failures_max=settings.provided.prodigi_circuit_failures,
            open_for=providers.Callable(seconds, settings.provided.prodigi_circuit_open_s),
        ),
        clock=clock,
    )
    cache_client = providers.Singleton(
        redis.asyncio.from_url,
        settings.provided.cache_url,
        socket_timeout=settings.provided.redis_timeout_s,
        socket_connect_timeout=settings.provided.redis_timeout_s,
    )
    broker_client = providers.Singleton(
        redis.asyncio.from_url,
        settings.provided.broker_url,
        socket_timeout=settings.provided.redis_timeout_s,
        socket_connect_timeout=settings.provided.redis_timeout_s,
    )
    previews = providers.Singleton(
        RedisPreviews,
        providers.Singleton(RedisCache, cache_client),
        kept_s=settings.provided.preview_kept_s,
        bytes_max=settings.provided.preview_bytes_max,
        circuit=providers.Singleton(
            Circuit,
            failures_max=1,
            open_for=providers.Callable(seconds, settings.provided.rate_limit_pause_s),
        ),
        clock=clock,
    )
    render_news = providers.Singleton(
        RedisRenderNews,
        cache_client,
        again_after_s=settings.provided.rate_limit_pause_s,
    )
    rate_limits = providers.Singleton(
        RedisRateLimits,
        rate_client,
        budgets=providers.Callable(budgets_of, settings),
        circuit=providers.Singleton(
            Circuit,
            failures_max=1,
            open_for=providers.Callable(seconds, settings.provided.rate_limit_pause_s),
        ),
        clock=clock,
        secret=settings.provided.token_secret,
        timeout_s=settings.provided.rate_limit_timeout_s,
    )
    quote_shipping = providers.Singleton(
        CachedShippingRates,
        live=live_rates,
        fallback=providers.Singleton(FallbackShippingRates),
        cache=providers.Singleton(RedisCache, cache_client),
        clock=clock,
        fresh_for=providers.Callable(seconds, settings.provided.quote_fresh_s),
        stale_for=providers.Callable(seconds, settings.provided.quote_stale_s),
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

    letters = providers.Singleton(JinjaLetters)
    mailbox = providers.Singleton(
        DiskMailbox,
        providers.Callable(Path, settings.provided.mailbox_dir),
        settings.provided.mail_from,
    )
    smtp = providers.Singleton(
        SmtpMailer,
        settings.provided.smtp_url,
        settings.provided.mail_from,
        settings.provided.smtp_timeout_s,
    )


async def close(outside: Outside) -> None:
    """Give back what was opened, in the reverse order of need."""
    if outside.settings().oidc_issuer:
        await outside.welcomed_users().aclose()
        await outside.issuer_tokens().aclose()
    await outside.imaging().aclose()
    await outside.gateway().aclose()
    await outside.prodigi_client().aclose()
    await outside.render_news().aclose()
    await outside.cache_client().aclose()
    await outside.broker_client().aclose()
    await outside.rate_client().aclose()
    await outside.driver_begin().aclose()
    await outside.engine().dispose()
