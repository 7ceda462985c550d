"""The composition root: which adapter stands behind which port, and which use case gets what."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import redis.asyncio
from dependency_injector import containers, providers
from litestar import Litestar

from adapters.inbound.http.app import make_app
from adapters.inbound.http.carts import CartUseCases
from adapters.inbound.http.credentials import Credentials
from adapters.inbound.jobs.journal import LoggedJobs
from adapters.inbound.logging import set_up_logging
from adapters.inbound.web.pages import PagesController
from adapters.outbound.geo.address_rules import GoogleAddressRules
from adapters.outbound.guarded.cached_shipping_rates import CachedShippingRates
from adapters.outbound.guarded.circuit_broken_rates import CircuitBrokenShippingRates
from adapters.outbound.guarded.measured_rates import MeasuredShippingRates
from adapters.outbound.guarded.rerun_on_conflict import RerunOnConflict
from adapters.outbound.guarded.retried_rates import RetriedShippingRates
from adapters.outbound.imaging.vips_picture_reader import VipsPictureReader
from adapters.outbound.mail.disk_mailbox import DiskMailbox
from adapters.outbound.mail.jinja_letters import JinjaLetters
from adapters.outbound.mail.smtp_mailer import SmtpMailer
from adapters.outbound.postgres.driver_work import DriverBegin
from adapters.outbound.postgres.engine import make_engine
from adapters.outbound.postgres.heartbeats import PostgresHeartbeats
from adapters.outbound.postgres.job_queue import PostgresJobQueue
from adapters.outbound.postgres.work import PostgresBegin
from adapters.outbound.prodigi.catalogue_file import read_catalogue
from adapters.outbound.prodigi.client import ProdigiClient
from adapters.outbound.prodigi.print_lab import ProdigiPrintLab
from adapters.outbound.prodigi.quotes import ProdigiShippingRates
from adapters.outbound.prodigi.sku_check import ProdigiSkuCheck
from adapters.outbound.redis.cache import RedisCache
from adapters.outbound.reference.fallback_rates import FallbackShippingRates
from adapters.outbound.reference.tax_file import read_taxes
from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from adapters.outbound.storage.local_disk import LocalDiskAssets, directory_of
from adapters.outbound.stripe.payment_gateway import StripePaymentGateway
from adapters.outbound.stripe.signed_events import StripeSignedEvents
from adapters.outbound.system.clock import SystemClock, new_callback_token, new_id
from adapters.outbound.tokens.guest_tokens import SignedGuestTokens
from adapters.settings import Settings
from application.carts.add_to_cart import AddToCart
from application.carts.change_cart import ChangeCart
from application.carts.change_cart_line import ChangeCartLine
from application.carts.read_cart import ReadCart
from application.carts.remove_cart_line import RemoveCartLine
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
from application.identity.start_guest import StartGuest
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
from domain.media.limits import PictureLimits
from domain.operations.job import JobKind
from domain.resilience.circuit import Circuit

Answer = TypeVar("Answer")


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


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
    heartbeats = providers.Singleton(PostgresHeartbeats, engine)
    queue = providers.Singleton(PostgresJobQueue, engine, settings.provided.job_lease_s)

    tokens = providers.Singleton(
        SignedGuestTokens,
        settings.provided.token_secret,
        settings.provided.token_issuer,
        providers.Callable(seconds, settings.provided.guest_token_lifetime_s),
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
    quote_shipping = providers.Singleton(
        CachedShippingRates,
        live=live_rates,
        fallback=providers.Singleton(FallbackShippingRates),
        cache=providers.Singleton(RedisCache, cache_client),
        clock=clock,
        fresh_for=providers.Callable(seconds, settings.provided.quote_fresh_s),
        stale_for=providers.Callable(seconds, settings.provided.quote_stale_s),
    )

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
    await outside.gateway().aclose()
    await outside.prodigi().aclose()
    await outside.cache_client().aclose()
    await outside.broker_client().aclose()
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

    limits = CartLimits(
        lines_max=settings.cart_lines_max, line_quantity_max=settings.cart_line_quantity_max
    )

    price = PriceCheckout(
        catalogue=catalogue, quote_shipping=outside.quote_shipping(), taxes=outside.taxes()
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
    change_cart = ChangeCart(
        begin=cart_begin,
        new_id=new_id,
        catalogue=catalogue,
        default_currency=settings.default_currency,
    )
    add_to_cart = AddToCart(
        change_cart=change_cart, catalogue=catalogue, limits=limits, new_id=new_id, clock=clock
    )
    carts = CartUseCases(
        add=guarded(add_to_cart),
        change=guarded(ChangeCartLine(change_cart=change_cart, limits=limits)),
        remove=guarded(RemoveCartLine(change_cart=change_cart)),
        read=ReadCart(
            begin=cart_begin,
            new_id=new_id,
            catalogue=catalogue,
            default_currency=settings.default_currency,
        ),
    )
    provided: dict[str, Callable[[], object]] = {
        "settings": lambda: settings,
        "catalogue": outside.catalogue,
        "heartbeats": outside.heartbeats,
        "broker_client": outside.broker_client,
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

    pages: tuple[type[PagesController], ...] = ()
    if not settings.is_production:
        provided["mailbox"] = outside.mailbox
        pages = (PagesController,)
    credentials = Credentials(outside.tokens(), clock)
    return make_app(settings, provided, carts, credentials, lifespan, pages)


def once(made: object) -> Callable[[], object]:
    return lambda: made


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
            TakeBoughtLinesOut(new_id=new_id),
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
        JobKind.EXPIRE_CHECKOUTS: SettleOverdueSessions(
            begin=begin, clock=clock, grace=seconds(settings.checkout_expiry_grace_s)
        ),
        JobKind.EXPIRE_SESSION: ExpireSession(begin=begin, gateway=outside.gateway()),
        JobKind.SEND_MAIL: SendMail(
            begin=begin,
            letters=outside.letters(),
            mailer=outside.smtp() if settings.smtp_url else outside.mailbox(),
            clock=clock,
        ),
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
