"""Stripe tells us everything we wait for: the right address, all events, our version."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from adapters.inbound.doctor.finding import Finding, problem, warning, well
from adapters.inbound.doctor.stripe_account import StripeReads
from adapters.outbound.stripe.payment_gateway import API_VERSION

NAME = "stripe webhook"
PATH = "/api/webhooks/stripe"
FIX = "Set STRIPE_API_KEY to a key that may read webhook endpoints."
# Stripe allows 16 per account and mode.
ENDPOINTS_MAX = 100


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of Stripe's webhook_endpoint that matter to us."""

    url: str
    status: str
    enabled_events: list[str]
    api_version: str | None = None

    @property
    def is_enabled(self) -> bool:
        return self.status == "enabled"


class _Listed(msgspec.Struct):
    data: list[Endpoint]


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeWebhook:
    stripe: StripeReads
    public_base_url: str
    handled: frozenset[str]

    async def __call__(self) -> list[Finding]:
        answer = await self.stripe.get("/v1/webhook_endpoints", limit=ENDPOINTS_MAX)
        if answer.status_code == 403:
            return [warning(NAME, "the key may not list webhook endpoints (403)", FIX)]
        if answer.status_code != 200:
            return [problem(NAME, f"Stripe answers {answer.status_code}", FIX)]
        listed = msgspec.json.decode(answer.content, type=_Listed)
        return judge_endpoints(listed.data, webhook_url(self.public_base_url), self.handled)


def webhook_url(public_base_url: str) -> str:
    return public_base_url.rstrip("/") + PATH


def judge_endpoints(
    endpoints: Sequence[Endpoint], url: str, handled: frozenset[str]
) -> list[Finding]:
    ours = [endpoint for endpoint in endpoints if endpoint.url == url]
    enabled = [endpoint for endpoint in ours if endpoint.is_enabled]
    if not ours:
        return [problem(NAME, f"no endpoint is registered for {url}", _register(url, handled))]
    if not enabled:
        fix = f"Enable the endpoint {url} in Stripe's dashboard, and resend what was missed."
        return [problem(NAME, f"the endpoint {url} is disabled", fix)]
    wrong = [*_unsubscribed(enabled, url, handled), *_other_versions(enabled, url)]
    told = f"{url} is enabled for all {len(handled)} events, version {API_VERSION}"
    return wrong or [well(NAME, told)]


def _register(url: str, handled: frozenset[str]) -> str:
    return (
        f"Register {url} at Stripe with API version {API_VERSION} for "
        f"{', '.join(sorted(handled))}, and set STRIPE_WEBHOOK_SECRETS to its signing secret."
    )


def _unsubscribed(enabled: Sequence[Endpoint], url: str, handled: frozenset[str]) -> list[Finding]:
    subscribed: set[Any] = {event for endpoint in enabled for event in endpoint.enabled_events}
    missing = sorted(handled - subscribed)
    if not missing or "*" in subscribed:
        return []
    fix = f"Add these to the events of the endpoint {url} at Stripe: {', '.join(missing)}."
    return [problem(NAME, f"not subscribed to {len(missing)} events that the shop needs", fix)]


def _other_versions(enabled: Sequence[Endpoint], url: str) -> list[Finding]:
    """The version cannot be changed later; null means the account's default, which can."""
    others = {endpoint.api_version or "the account's default" for endpoint in enabled}
    others.discard(API_VERSION)
    fix = (
        f"Replace the endpoint {url} by one with API version {API_VERSION}, and set "
        "STRIPE_WEBHOOK_SECRETS to its signing secret."
    )
    return [
        problem(NAME, f"events come in version {version}, not {API_VERSION}", fix)
        for version in sorted(others)
    ]
