"""Who takes the money, prints, ships and writes to the buyer."""

from pathlib import Path

from dependency_injector import providers

from adapters.outbound.geo.address_rules import GoogleAddressRules
from adapters.outbound.guarded.cached_shipping_rates import CachedShippingRates
from adapters.outbound.guarded.circuit_broken_rates import CircuitBrokenShippingRates
from adapters.outbound.guarded.measured_rates import MeasuredShippingRates
from adapters.outbound.guarded.retried_rates import RetriedShippingRates
from adapters.outbound.mail.disk_mailbox import DiskMailbox
from adapters.outbound.mail.jinja_letters import JinjaLetters
from adapters.outbound.mail.smtp_mailer import SmtpMailer
from adapters.outbound.memory.shared_calls import MemorySharedCalls
from adapters.outbound.prodigi.budgeted_client import BudgetedProdigiClient
from adapters.outbound.prodigi.client import ProdigiClient
from adapters.outbound.prodigi.order_list import ProdigiOrderList
from adapters.outbound.prodigi.print_lab import ProdigiPrintLab
from adapters.outbound.prodigi.quotes import ProdigiShippingRates
from adapters.outbound.prodigi.sku_check import ProdigiSkuCheck
from adapters.outbound.redis.cache import RedisCache
from adapters.outbound.redis.shared_calls import RedisSharedCalls
from adapters.outbound.reference.fallback_rates import FallbackShippingRates
from adapters.outbound.stripe.payment_gateway import StripePaymentGateway
from adapters.outbound.stripe.signed_events import StripeSignedEvents
from adapters.rate_budgets import lab_budget
from composition.ground import Ground, seconds
from domain.resilience.circuit import Circuit


class TradeParts(Ground):
    """Stripe, Prodigi and mail, each wrapped in what guards it."""

    settings = Ground.settings
    clock = Ground.clock
    rate_client = Ground.rate_client
    cache_client = Ground.cache_client

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
