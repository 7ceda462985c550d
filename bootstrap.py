"""The composition root: which adapter stands behind which port, and which use case gets what."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

import redis.asyncio
from dependency_injector import containers, providers
from litestar import Controller, Litestar

from adapters.inbound.http.accounts_elsewhere import no_renewal
from adapters.inbound.http.app import make_app
from adapters.inbound.http.carts import CartUseCases
from adapters.inbound.http.client_address import ClientAddress
from adapters.inbound.http.cookie_sessions import CookieSessions
from adapters.inbound.http.credentials import Credentials
from adapters.inbound.http.csrf import CsrfTokens
from adapters.inbound.http.doorkeeper import Doorkeeper
from adapters.inbound.http.guests_named import GuestsNamed
from adapters.inbound.http.merge_after_log_in import MergeCartAfterLogIn
from adapters.inbound.http.session_cookies import SessionCookies
from adapters.inbound.jobs.journal import LoggedJobs
from adapters.inbound.logging import set_up_logging, tell_unexpected
from adapters.inbound.web.account_pages import AccountPagesController
from adapters.inbound.web.pages import PagesController
from adapters.outbound.geo.address_rules import GoogleAddressRules
from adapters.outbound.guarded.cached_shipping_rates import CachedShippingRates
from adapters.outbound.guarded.circuit_broken_rates import CircuitBrokenShippingRates
from adapters.outbound.guarded.evened import Evened
from adapters.outbound.guarded.measured_rates import MeasuredShippingRates
from adapters.outbound.guarded.rerun_on_conflict import RerunOnConflict
from adapters.outbound.guarded.retried_rates import RetriedShippingRates
from adapters.outbound.guarded.welcomed_identity_provider import WelcomedIdentityProvider
from adapters.outbound.imaging.vips_picture_reader import VipsPictureReader
from adapters.outbound.mail.disk_mailbox import DiskMailbox
from adapters.outbound.mail.jinja_letters import JinjaLetters
from adapters.outbound.mail.smtp_mailer import SmtpMailer
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
from adapters.outbound.postgres.work import PostgresBegin
from adapters.outbound.prodigi.catalogue_file import read_catalogue
from adapters.outbound.prodigi.client import ProdigiClient
from adapters.outbound.prodigi.print_lab import ProdigiPrintLab
from adapters.outbound.prodigi.quotes import ProdigiShippingRates
from adapters.outbound.prodigi.sku_check import ProdigiSkuCheck
from adapters.outbound.redis.cache import RedisCache
from adapters.outbound.redis.rate_limits import RedisRateLimits
from adapters.outbound.redis.rate_script import counting_client
from adapters.outbound.reference.fallback_rates import FallbackShippingRates
from adapters.outbound.reference.tax_file import read_taxes
from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from adapters.outbound.storage.local_disk import LocalDiskAssets, directory_of
from adapters.outbound.stripe.payment_gateway import StripePaymentGateway
from adapters.outbound.stripe.signed_events import StripeSignedEvents
from adapters.outbound.system.clock import (
    SystemClock,
    new_callback_token,
    new_file_secret,
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
from adapters.rate_budgets import budgets_of
from adapters.settings import Settings
from application.carts.add_to_cart import AddToCart
from application.carts.apply_batch import ApplyBatch
from application.carts.change_cart import ChangeCart
from application.carts.change_cart_line import ChangeCartLine
from application.carts.check_cart_health import CheckCartHealth
from application.carts.copy_cart import CopyCart
from application.carts.expire_carts import ExpireCarts
from application.carts.find_carts import FindCarts
from application.carts.merge_guest_cart import MergeGuestCart
from application.carts.price_cart import PriceCart
from application.carts.read_cart import ReadCart
from application.carts.read_cart_history import ReadCartHistory
from application.carts.remove_cart_line import RemoveCartLine
from application.carts.show_any_cart import ShowAnyCart
from application.carts.undo_merge import UndoMerge
from application.carts.when_order_is_paid_take_bought_lines_out import TakeBoughtLinesOut
from application.catalog.make_product import MakeProduct
from application.catalog.show_product import ShowProduct
from application.checkout.create_checkout import CreateCheckout
from application.checkout.draft_order import DraftOrder
from application.checkout.expire_session import ExpireSession
from application.checkout.intend_checkout import IntendCheckout
from application.checkout.open_payment_page import OpenPaymentPage
from application.checkout.price_checkout import PriceCheckout
from application.checkout.quote_cart import QuoteCart
from application.fulfilment.follow_dropship import FollowDropship
from application.fulfilment.poll_dropships import PollDropships
from application.fulfilment.receive_lab_callback import ReceiveLabCallback
from application.fulfilment.submit_dropship import SubmitDropship
from application.fulfilment.when_order_is_paid_request_prints import RequestPrints
from application.identity.add_address import AddAddress
from application.identity.ask_for_erasure import AskForErasure
from application.identity.ask_for_export import AskForExport
from application.identity.change_address import ChangeAddress
from application.identity.change_email import ChangeEmail
from application.identity.change_password import ChangePassword
from application.identity.change_profile import ChangeProfile
from application.identity.change_role import ChangeRole
from application.identity.confirm_email import ConfirmEmail
from application.identity.erase_files import EraseFiles
from application.identity.erase_person import ErasePerson
from application.identity.expire_exports import ExpireExports
from application.identity.export_person import ExportPerson
from application.identity.fall_back_to_guest import FallBackToGuest
from application.identity.forget_event_bodies import ForgetEventBodies
from application.identity.forget_logins import ForgetLogins
from application.identity.forgot_password import ForgotPassword
from application.identity.is_login_alive import IsLoginAlive
from application.identity.log_in import LogIn
from application.identity.log_out import LogOut
from application.identity.open_login import OpenLogin
from application.identity.open_ticket import OpenTicket
from application.identity.ports import IdentityProvider, IdentityWork
from application.identity.prove_password import ProvePassword
from application.identity.read_addresses import ReadAddresses
from application.identity.refresh_session import RefreshSession
from application.identity.remove_address import RemoveAddress
from application.identity.reset_password import ResetPassword
from application.identity.show_export import ShowExport
from application.identity.show_profile import ShowProfile
from application.identity.sign_up import SignUp
from application.identity.start_guest import StartGuest
from application.identity.welcome_external import WelcomeExternal
from application.identity.write_account_mail import TicketLifetimes, WriteAccountMail
from application.media.list_pictures import ListPictures
from application.media.open_asset import OpenAsset
from application.media.picture_links import PictureLinks
from application.media.show_picture import ShowPicture
from application.media.upload_picture import UploadPicture
from application.notifications.send_mail import SendMail
from application.notifications.when_order_is_paid_confirm_by_mail import ConfirmByMail
from application.notifications.write_mail import WriteMail
from application.operations.run_job import Handler, RunJob
from application.orders.list_orders import ListOrders
from application.orders.show_order import ShowOrder
from application.payments.handle_payment_completed import HandlePaymentCompleted
from application.payments.handle_payment_event import HandlePaymentEvent
from application.payments.note_charge_event import NoteChargeEvent
from application.payments.receive_payment_event import ReceivePaymentEvent
from application.payments.settle_overdue_sessions import SettleOverdueSessions
from application.payments.settle_session import SettleSession
from application.shipping.validate_address import ValidateAddress
from domain.carts.cart import CartLimits
from domain.identity.password_rules import PasswordRules
from domain.media.limits import PictureLimits
from domain.operations.job import JobKind
from domain.resilience.circuit import Circuit

Answer = TypeVar("Answer")


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


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

    engine = providers.Singleton(
        make_engine, settings, role=role, statement_timeout_s=statement_timeout_s
    )
    begin = providers.Singleton(PostgresBegin, engine)
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
        csrf=providers.Singleton(CsrfTokens, settings.provided.token_secret),
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
    assets = providers.Singleton(
        LocalDiskAssets,
        providers.Callable(directory_of, settings.provided.storage_url),
        signatures,
    )
    picture_limits = providers.Singleton(
        PictureLimits,
        bytes_max=settings.provided.picture_bytes_max,
        pixels_max=settings.provided.picture_pixels_max,
        side_px_max=settings.provided.picture_side_px_max,
    )
    picture_reader = providers.Singleton(
        VipsPictureReader,
        picture_limits,
        decodes_at_once=settings.provided.picture_decodes_at_once,
        decode_wait_s=settings.provided.picture_decode_wait_s,
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

    prodigi = providers.Singleton(
        ProdigiClient,
        api_base=settings.provided.prodigi_api_base,
        api_key=settings.provided.prodigi_api_key,
        timeout_s=settings.provided.prodigi_timeout_s,
    )
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
    rate_client = providers.Singleton(counting_client, settings.provided.cache_url)
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
    await outside.gateway().aclose()
    await outside.prodigi().aclose()
    await outside.cache_client().aclose()
    await outside.broker_client().aclose()
    await outside.rate_client().aclose()
    await outside.driver_begin().aclose()
    await outside.engine().dispose()


def build_http(settings: Settings) -> Litestar:
    """The API as an ASGI application."""
    set_up_logging()
    outside = Outside(settings=settings)
    clock, begin, catalogue = outside.clock(), outside.begin(), outside.catalogue()

    def guarded(use_case: Callable[..., Awaitable[Answer]]) -> RerunOnConflict[Answer]:
        return RerunOnConflict(use_case, settings.transaction_attempts_max)

    def rerun(use_case: Callable[..., Awaitable[object]]) -> Callable[[], object]:
        return once(guarded(use_case))

    limits = cart_limits(settings)
    price = PriceCheckout(
        catalogue=catalogue,
        limits=limits,
        quote_shipping=outside.quote_shipping(),
        taxes=outside.taxes(),
    )
    links = PictureLinks(
        assets=outside.assets(), clock=clock, lifetime=seconds(settings.asset_url_lifetime_s)
    )
    quote_cart = QuoteCart(begin=begin, price=price, clock=clock)
    create_checkout = CreateCheckout(
        intend=IntendCheckout(
            begin=begin,
            price=price,
            draft=DraftOrder(new_id=new_id),
            sku_check=outside.sku_check(),
            address_rules=outside.address_rules(),
            gateway=outside.gateway(),
            clock=clock,
            new_id=new_id,
            session_lifetime=seconds(settings.checkout_session_lifetime_s),
            default_currency=settings.default_currency,
        ),
        open_page=OpenPaymentPage(begin=begin, gateway=outside.gateway(), clock=clock),
    )
    upload_picture = UploadPicture(
        begin=begin,
        assets=outside.assets(),
        reader=outside.picture_reader(),
        links=links,
        limits=outside.picture_limits(),
        clock=clock,
        new_id=new_id,
    )
    receive_payment_event = ReceivePaymentEvent(
        begin=begin, events=outside.signed_events(), clock=clock
    )

    cart_begin = outside.driver_begin()
    price_cart = PriceCart(catalogue=catalogue, limits=limits)
    change_cart = ChangeCart(
        begin=cart_begin,
        price=price_cart,
        clock=clock,
        new_id=new_id,
        default_currency=settings.default_currency,
    )
    add_to_cart = AddToCart(
        change_cart=change_cart, catalogue=catalogue, limits=limits, new_id=new_id, clock=clock
    )
    carts = CartUseCases(
        add=guarded(add_to_cart),
        change=guarded(ChangeCartLine(change_cart=change_cart, limits=limits)),
        remove=guarded(RemoveCartLine(change_cart=change_cart)),
        batch=guarded(
            ApplyBatch(
                begin=cart_begin,
                price=price_cart,
                catalogue=catalogue,
                limits=limits,
                clock=clock,
                new_id=new_id,
                default_currency=settings.default_currency,
                operations_max=settings.cart_batch_operations_max,
            )
        ),
        read=ReadCart(
            begin=cart_begin,
            price=price_cart,
            new_id=new_id,
            default_currency=settings.default_currency,
        ),
    )
    provided: dict[str, Callable[[], object]] = {
        "settings": lambda: settings,
        "catalogue": outside.catalogue,
        "heartbeats": outside.heartbeats,
        "broker_client": outside.broker_client,
        **account_use_cases(outside, settings, rerun),
        **privacy_use_cases(outside, settings, rerun),
        **session_use_cases(outside, settings, rerun),
        **merge_use_cases(outside, settings, rerun),
        "start_guest": once(StartGuest(tokens=outside.tokens(), clock=clock, new_id=new_id)),
        "upload_picture": rerun(upload_picture),
        "list_pictures": once(ListPictures(begin=begin, links=links)),
        "show_picture": once(ShowPicture(begin=begin, links=links)),
        "open_asset": once(
            OpenAsset(assets=outside.assets(), signatures=outside.signatures(), clock=clock)
        ),
        "make_product": rerun(
            MakeProduct(begin=begin, catalogue=catalogue, clock=clock, new_id=new_id)
        ),
        "show_product": once(ShowProduct(begin=begin, catalogue=catalogue)),
        "read_cart_history": once(ReadCartHistory(begin=begin)),
        "check_cart_health": rerun(
            CheckCartHealth(
                begin=begin, price=price_cart, limits=limits, clock=clock, new_id=new_id
            )
        ),
        "find_carts": once(FindCarts(begin=begin)),
        "show_any_cart": once(ShowAnyCart(begin=begin, price=price_cart)),
        "quote_cart": once(quote_cart),
        "validate_address": once(ValidateAddress(rules=outside.address_rules())),
        "create_checkout": rerun(create_checkout),
        "list_orders": once(ListOrders(begin=begin)),
        "show_order": once(ShowOrder(begin=begin)),
        "receive_payment_event": rerun(receive_payment_event),
        "receive_lab_callback": rerun(ReceiveLabCallback(begin=begin, clock=clock)),
    }

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await close(outside)

    pages: tuple[type[Controller], ...] = ()
    if not settings.is_production:
        provided["mailbox"] = outside.mailbox
        pages = (PagesController, AccountPagesController)
    refresh_session = guarded(
        RefreshSession(
            begin=begin,
            access_tokens=outside.access_tokens(),
            refresh_tokens=outside.refresh_tokens(),
            clock=clock,
            refresh_lifetime=seconds(settings.refresh_token_lifetime_s),
            grace=seconds(settings.refresh_grace_s),
        )
    )
    cookie_sessions = CookieSessions(
        provider=identity_provider(outside, settings),
        refresh=no_renewal if settings.oidc_issuer else refresh_session,
        fall_back=guarded(
            FallBackToGuest(
                begin=begin,
                refresh_tokens=outside.refresh_tokens(),
                guests=outside.tokens(),
                clock=clock,
                new_id=new_id,
                grace=seconds(settings.refresh_grace_s),
                copies=copies_of_carts(outside, settings),
            )
        ),
        cookies=outside.session_cookies(),
        clock=clock,
    )
    provided |= {
        "refresh_session": once(refresh_session),
        "cookie_sessions": once(cookie_sessions),
    }
    credentials = Credentials(identity_provider(outside, settings), clock, cookie_sessions)
    doorkeeper = Doorkeeper(
        credentials,
        is_alive=IsLoginAlive(begin=begin),
        limits=outside.rate_limits(),
        client_address=ClientAddress(settings.trusted_networks),
    )
    return make_app(settings, provided, carts, credentials, doorkeeper, lifespan, pages)


def identity_provider(outside: Outside, settings: Settings) -> IdentityProvider:
    """Own accounts, or one issuer elsewhere beside guests of this shop."""
    found: IdentityProvider = (
        outside.guests_beside_issuer() if settings.oidc_issuer else outside.own_accounts()
    )
    return found


def session_use_cases(
    outside: Outside,
    settings: Settings,
    rerun: Callable[[Callable[..., Awaitable[object]]], Callable[[], object]],
) -> dict[str, Callable[[], object]]:
    """What log-ins offer to routes, by the names that routes use."""
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
                merge=MergeCartAfterLogIn(
                    merge=RerunOnConflict(
                        merge_guest_cart(outside, settings), settings.transaction_attempts_max
                    )
                ),
            )
        ),
        "log_out": rerun(LogOut(begin=begin, clock=clock)),
        "change_role": rerun(ChangeRole(begin=begin, clock=clock)),
    }


def merge_guest_cart(outside: Outside, settings: Settings) -> MergeGuestCart:
    limits = cart_limits(settings)
    return MergeGuestCart(
        begin=outside.begin(),
        price=PriceCart(catalogue=outside.catalogue(), limits=limits),
        catalogue=outside.catalogue(),
        limits=limits,
        clock=outside.clock(),
        new_id=new_id,
        default_currency=settings.default_currency,
        default_strategy=settings.cart_merge_strategy,
        undo_within=seconds(settings.cart_merge_undo_s),
    )


def merge_use_cases(
    outside: Outside,
    settings: Settings,
    rerun: Callable[[Callable[..., Awaitable[object]]], Callable[[], object]],
) -> dict[str, Callable[[], object]]:
    """What merging carts offers to routes, by the names that routes use."""
    undo_merge = UndoMerge(
        begin=outside.begin(),
        price=PriceCart(catalogue=outside.catalogue(), limits=cart_limits(settings)),
        clock=outside.clock(),
        new_id=new_id,
        default_currency=settings.default_currency,
        undo_within=seconds(settings.cart_merge_undo_s),
    )
    return {
        "merge_guest_cart": rerun(merge_guest_cart(outside, settings)),
        "undo_merge": rerun(undo_merge),
        "guests_named": once(GuestsNamed(tokens=outside.tokens(), clock=outside.clock())),
    }


def copies_of_carts(outside: Outside, settings: Settings) -> Callable[[IdentityWork], CopyCart]:
    """Carts of a work that somebody else has begun."""
    return lambda work: CopyCart(
        carts=work.carts,
        new_id=new_id,
        clock=outside.clock(),
        default_currency=settings.default_currency,
    )


def cart_limits(settings: Settings) -> CartLimits:
    return CartLimits(
        lines_max=settings.cart_lines_max, line_quantity_max=settings.cart_line_quantity_max
    )


def account_use_cases(
    outside: Outside,
    settings: Settings,
    rerun: Callable[[Callable[..., Awaitable[object]]], Callable[[], object]],
) -> dict[str, Callable[[], object]]:
    """What accounts offer to routes, by the names that routes use."""
    clock, begin, passwords = outside.clock(), outside.begin(), outside.passwords()
    limits = outside.rate_limits()
    rules = PasswordRules(characters_min=settings.password_characters_min)
    open_ticket = OpenTicket(tokens=outside.ticket_tokens())
    evened = partial(Evened, least_s=settings.account_answer_after_s)
    prove = ProvePassword(begin=begin, passwords=passwords, limits=limits)
    write_mail = WriteAccountMail(
        tokens=outside.ticket_tokens(),
        new_id=new_id,
        lifetimes=TicketLifetimes(
            confirm=seconds(settings.confirm_ticket_lifetime_s),
            reset=seconds(settings.reset_ticket_lifetime_s),
            change_email=seconds(settings.change_email_ticket_lifetime_s),
        ),
        mails_per_hour=settings.account_mails_per_hour,
    )
    return {
        "sign_up": rerun(
            evened(
                SignUp(
                    begin=begin,
                    passwords=passwords,
                    rules=rules,
                    write_mail=write_mail,
                    clock=clock,
                    new_id=new_id,
                )
            )
        ),
        "confirm_email": rerun(ConfirmEmail(begin=begin, open_ticket=open_ticket, clock=clock)),
        "forgot_password": rerun(
            evened(
                ForgotPassword(
                    begin=begin, limits=limits, write_mail=write_mail, clock=clock, new_id=new_id
                )
            )
        ),
        "reset_password": rerun(
            ResetPassword(
                begin=begin,
                open_ticket=open_ticket,
                passwords=passwords,
                rules=rules,
                write_mail=write_mail,
                clock=clock,
            )
        ),
        "show_profile": once(ShowProfile(begin=begin)),
        "change_profile": rerun(ChangeProfile(begin=begin)),
        "change_email": rerun(
            ChangeEmail(begin=begin, prove=prove, write_mail=write_mail, clock=clock)
        ),
        "change_password": rerun(
            ChangePassword(
                begin=begin,
                prove=prove,
                passwords=passwords,
                rules=rules,
                write_mail=write_mail,
                clock=clock,
            )
        ),
    }


def privacy_use_cases(
    outside: Outside,
    settings: Settings,
    rerun: Callable[[Callable[..., Awaitable[object]]], Callable[[], object]],
) -> dict[str, Callable[[], object]]:
    """What a person may ask for, by the names that routes use."""
    clock, begin, rules = outside.clock(), outside.begin(), outside.address_rules()
    return {
        "read_addresses": once(ReadAddresses(begin=begin)),
        "add_address": rerun(
            AddAddress(
                begin=begin,
                rules=rules,
                clock=clock,
                new_id=new_id,
                addresses_max=settings.addresses_max,
            )
        ),
        "change_address": rerun(ChangeAddress(begin=begin, rules=rules)),
        "remove_address": rerun(RemoveAddress(begin=begin)),
        "ask_for_export": rerun(
            AskForExport(begin=begin, clock=clock, new_id=new_id, secret=new_file_secret)
        ),
        "show_export": once(
            ShowExport(
                begin=begin,
                assets=outside.assets(),
                clock=clock,
                link_lifetime=seconds(settings.export_link_lifetime_s),
            )
        ),
        "ask_for_erasure": rerun(
            AskForErasure(
                begin=begin,
                prove_password=ProvePassword(
                    begin=begin, passwords=outside.passwords(), limits=outside.rate_limits()
                ),
                clock=clock,
                new_id=new_id,
            )
        ),
    }


def privacy_handlers(outside: Outside, settings: Settings) -> dict[str, Handler]:
    """The jobs that follow from what a person asked for."""
    clock, begin, assets = outside.clock(), outside.begin(), outside.assets()
    kept = seconds(settings.export_kept_s)
    return {
        JobKind.EXPORT_PERSON: ExportPerson(
            begin=begin,
            personal_data=outside.personal_data(),
            assets=assets,
            clock=clock,
            new_id=new_id,
            kept=kept,
            attempts_max=settings.job_attempts_max,
            shop_url=settings.account_pages_url or settings.public_base_url,
        ),
        JobKind.EXPIRE_EXPORTS: ExpireExports(
            begin=begin, assets=assets, clock=clock, kept=kept, batch=settings.export_expiry_batch
        ),
        JobKind.ERASE_PERSON: ErasePerson(
            begin=begin,
            clock=clock,
            credentials_live=seconds(settings.access_token_lifetime_s + settings.erasure_margin_s),
            again_after=seconds(settings.erasure_retry_s),
            last_mail_waits=seconds(settings.erasure_last_mail_wait_s),
        ),
        JobKind.ERASE_FILES: EraseFiles(begin=begin, assets=assets),
        JobKind.FORGET_EVENT_BODIES: ForgetEventBodies(
            begin=begin,
            clock=clock,
            kept=seconds(settings.event_bodies_kept_s),
            batch=settings.event_bodies_batch,
        ),
    }


def once(made: object) -> Callable[[], object]:
    return lambda: made


@asynccontextmanager
async def build_operator(settings: Settings) -> AsyncIterator[ChangeRole]:
    """What an operator does by a command: say who runs the shop."""
    outside = Outside(settings=settings, role="operator")
    try:
        yield ChangeRole(begin=outside.begin(), clock=outside.clock())
    finally:
        await outside.engine().dispose()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerParts:
    """A worker's use cases by the kind of job, and its sign of life."""

    run_job: RunJob
    heartbeats: PostgresHeartbeats
    outside: Outside

    async def aclose(self) -> None:
        await close(self.outside)


async def build_worker(settings: Settings) -> WorkerParts:
    """To be awaited on the loop that runs the jobs."""
    set_up_logging()
    outside = Outside(
        settings=settings,
        role="worker",
        statement_timeout_s=settings.worker_statement_timeout_s,
    )
    clock, begin = outside.clock(), outside.begin()
    write_mail = WriteMail(new_id=new_id)
    when_paid = HandlePaymentCompleted(
        reactions=(
            RequestPrints(
                lab=outside.lab(),
                assets=outside.assets(),
                callback_token=new_callback_token,
                new_id=new_id,
                public_base_url=settings.public_base_url,
                asset_url_lifetime=seconds(settings.asset_url_lab_lifetime_s),
            ),
            ConfirmByMail(write=write_mail),
            TakeBoughtLinesOut(),
        ),
        livemode=settings.stripe_is_live,
    )
    handlers: dict[str, Handler] = {
        JobKind.HANDLE_STRIPE_EVENT: HandlePaymentEvent(
            begin=begin,
            settle=SettleSession(
                begin=begin, gateway=outside.gateway(), when_paid=when_paid, clock=clock
            ),
            note=NoteChargeEvent(begin=begin, clock=clock),
        ),
        JobKind.SUBMIT_DROPSHIP: SubmitDropship(begin=begin, lab=outside.lab(), clock=clock),
        JobKind.FOLLOW_DROPSHIP: FollowDropship(
            begin=begin, lab=outside.lab(), write_mail=write_mail, clock=clock
        ),
        JobKind.POLL_DROPSHIPS: PollDropships(
            begin=begin, clock=clock, interval=seconds(settings.dropship_poll_interval_s)
        ),
        JobKind.EXPIRE_CARTS: ExpireCarts(
            begin=begin,
            clock=clock,
            expires_after=seconds(settings.cart_expires_after_s),
            operations_kept=seconds(settings.cart_operations_kept_s),
            replies_kept=seconds(settings.replies_kept_s),
            batch=settings.cart_expiry_batch,
        ),
        JobKind.FORGET_LOGINS: ForgetLogins(
            begin=begin,
            clock=clock,
            remembered=seconds(settings.login_remembered_s),
            refresh_lifetime=seconds(settings.refresh_token_lifetime_s),
            batch=settings.login_forget_batch,
        ),
        JobKind.EXPIRE_CHECKOUTS: SettleOverdueSessions(
            begin=begin, clock=clock, grace=seconds(settings.checkout_expiry_grace_s)
        ),
        JobKind.EXPIRE_SESSION: ExpireSession(begin=begin, gateway=outside.gateway()),
        JobKind.SEND_MAIL: SendMail(
            begin=begin,
            letters=outside.letters(),
            links=outside.ticket_links(),
            mailer=outside.smtp() if settings.smtp_url else outside.mailbox(),
            clock=clock,
        ),
        **privacy_handlers(outside, settings),
    }
    run_job = RunJob(
        queue=outside.queue(),
        handlers=handlers,
        journal=LoggedJobs(),
        attempts_max=settings.job_attempts_max,
        first_delay_s=settings.job_retry_first_s,
        longest_delay_s=settings.job_retry_longest_s,
        renew_every_s=settings.job_lease_s / 3,
    )
    return WorkerParts(run_job=run_job, heartbeats=outside.heartbeats(), outside=outside)
