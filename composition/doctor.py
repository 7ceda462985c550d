"""Every check of the doctor, with what it looks at; nothing is opened before a check begins."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.inbound.doctor import (
    addresses,
    admins,
    issuer,
    lab_products,
    modes,
    pictures,
    post,
    pulse,
    redis_servers,
    schema,
    stripe_account,
    stripe_webhook,
    strong_secrets,
)
from adapters.inbound.doctor.examination import Check, Examination
from adapters.inbound.doctor.finding import Finding
from adapters.inbound.doctor.stripe_account import StripeReads
from adapters.inbound.doctor.unsaid import Unsaid
from adapters.outbound.oidc.issuer_documents import IssuerDocuments
from adapters.outbound.oidc.key_source import KeySource
from adapters.outbound.postgres.heartbeats import PostgresHeartbeats
from adapters.outbound.prodigi.client import ProdigiClient
from adapters.settings import Settings
from application.payments.what_events_mean import EVENTS
from composition.outside import Outside

Findings = Awaitable[Sequence[Finding]]


@asynccontextmanager
async def examination(settings: Settings, skus_max: int) -> AsyncIterator[Examination]:
    """Closes whatever the checks have opened."""
    async with AsyncExitStack() as opened:
        looks = Looks(settings, Outside(settings=settings, role="doctor"), opened, skus_max)
        yield Examination(
            checks=checks_of(looks),
            timeout_s=settings.doctor_timeout_s,
            unsaid=Unsaid.of(settings),
        )


def checks_of(looks: "Looks") -> list[Check]:
    """In the order of the report."""
    return [
        looks.judged(modes.NAME, modes.judge_modes),
        looks.judged(strong_secrets.NAME, strong_secrets.judge_secrets),
        Check(stripe_account.KEY, looks.stripe_account, stripe_account.FIX),
        Check(stripe_webhook.NAME, looks.stripe_webhook, stripe_account.FIX),
        Check(lab_products.KEY, looks.lab_products, lab_products.FIX),
        looks.judged(addresses.FORM, addresses.judge_form),
        Check(addresses.REACHED, looks.public_address, addresses.REACH_FIX),
        Check(schema.NAME, looks.schema, schema.FIX),
        Check(pulse.QUEUE, looks.signs_of_life, pulse.FIX),
        Check(redis_servers.BROKER, looks.redis_servers, redis_servers.FIX),
        Check(pictures.NAME, looks.pictures, pictures.FIX),
        Check(
            post.NAME,
            looks.mail,
            post.SMTP_FIX if looks.settings.smtp_url else post.MAILBOX_FIX,
        ),
        looks.judged(post.SENDER, post.judge_sender),
        Check(issuer.NAME, looks.issuer, issuer.FIX),
        Check(admins.NAME, looks.administrators, admins.FIX),
    ]


@dataclass(frozen=True, slots=True)
class Looks:
    """A setting that cannot be used shows in its own check, because each opens its own things."""

    settings: Settings
    outside: Outside
    opened: AsyncExitStack
    skus_max: int

    def judged(self, name: str, judge: Callable[[Settings], Sequence[Finding]]) -> Check:
        """A check that needs nothing but the settings."""

        async def look() -> Sequence[Finding]:
            return judge(self.settings)

        return Check(name, look, "See docs/settings.md for the form of each setting.")

    def stripe_account(self) -> Findings:
        look = stripe_account.StripeAccount(
            stripe=self._stripe(),
            skew_max_s=self.settings.doctor_clock_skew_max_s,
            tolerance_s=self.settings.stripe_webhook_tolerance_s,
        )
        return look()

    def stripe_webhook(self) -> Findings:
        look = stripe_webhook.StripeWebhook(
            stripe=self._stripe(),
            public_base_url=self.settings.public_base_url,
            handled=frozenset(EVENTS),
        )
        return look()

    def lab_products(self) -> Findings:
        client = ProdigiClient(
            api_base=self.settings.prodigi_api_base,
            api_key=self.settings.prodigi_api_key,
            timeout_s=self.settings.doctor_timeout_s,
        )
        self.opened.push_async_callback(client.aclose)
        look = lab_products.LabProducts(
            client=client,
            catalogue=self.outside.catalogue(),
            skus_max=self.skus_max,
            timeout_s=self.settings.doctor_timeout_s,
        )
        return look()

    def public_address(self) -> Findings:
        base = self.settings.public_base_url
        return addresses.PublicAddress(http=self._http(base), public_base_url=base)()

    def schema(self) -> Findings:
        return schema.Schema(self._engine())()

    def signs_of_life(self) -> Findings:
        look = pulse.SignsOfLife(
            heartbeats=PostgresHeartbeats(self._engine()),
            stale_s=self.settings.heartbeat_stale_s,
            lag_max_s=self.settings.relay_lag_alarm_s,
        )
        return look()

    def redis_servers(self) -> Findings:
        look = redis_servers.RedisServers(
            broker=self._redis(self.settings.broker_url), cache=self._redis(self.settings.cache_url)
        )
        return look()

    def pictures(self) -> Findings:
        look = pictures.Pictures(
            assets=self.outside.assets(),
            clock=self.outside.clock(),
            # Given up before the check is, which could not tell a silent API from bad storage.
            http=self._http(self.settings.public_base_url, self.settings.doctor_timeout_s / 2),
        )
        return look()

    def mail(self) -> Findings:
        is_production = self.settings.is_production
        if self.settings.smtp_url:
            return post.MailServer(self.outside.smtp(), is_production)()
        return post.Mailbox(Path(self.settings.mailbox_dir), is_production)()

    def issuer(self) -> Findings:
        if not self.settings.oidc_issuer:
            return issuer.own_accounts()
        documents = IssuerDocuments(
            timeout_s=self.settings.oidc_timeout_s,
            bytes_max=self.settings.oidc_document_bytes_max,
        )
        keys = KeySource(
            documents,
            issuer=self.settings.oidc_issuer,
            jwks_url=self.settings.oidc_jwks_url,
            algorithms=frozenset(self.settings.oidc_algorithms_allowed),
            keys_max=self.settings.oidc_keys_max,
        )
        self.opened.push_async_callback(keys.aclose)
        return issuer.Issuer(keys, self.outside.clock())()

    def administrators(self) -> Findings:
        return admins.Administrators(engine=self._engine(), settings=self.settings)()

    def _stripe(self) -> StripeReads:
        return StripeReads(
            http=self._http(self.settings.stripe_api_base),
            api_base=self.settings.stripe_api_base,
            api_key=self.settings.stripe_api_key,
        )

    def _http(self, base_url: str, timeout_s: float | None = None) -> httpx.AsyncClient:
        """A redirect is never followed with a key, nor is this machine asked through a proxy."""
        http = httpx.AsyncClient(
            timeout=timeout_s or self.settings.doctor_timeout_s,
            follow_redirects=False,
            trust_env=not modes.is_loopback(modes.host_of(base_url)),
        )
        self.opened.push_async_callback(http.aclose)
        return http

    def _engine(self) -> AsyncEngine:
        engine: AsyncEngine = self.outside.engine()
        self.opened.push_async_callback(engine.dispose)
        return engine

    def _redis(self, url: str) -> Redis:
        timeout_s = self.settings.redis_timeout_s
        client: Redis = Redis.from_url(
            url, socket_timeout=timeout_s, socket_connect_timeout=timeout_s
        )
        self.opened.push_async_callback(client.aclose)
        return client
