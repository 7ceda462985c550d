"""Stripe's key works, and our clock agrees with Stripe's."""

import time
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx

from adapters.inbound.doctor.finding import Finding, problem, warning, well
from adapters.outbound.stripe.payment_gateway import API_VERSION

KEY, CLOCK = "stripe key", "clock"
FIX = "Set STRIPE_API_BASE to https://api.stripe.com and let this machine reach it."
SESSIONS, EVENTS = "/v1/checkout/sessions", "/v1/events"


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeReads:
    """Read-only calls in the version that the shop is pinned to."""

    http: httpx.AsyncClient
    api_base: str
    api_key: str

    async def get(self, path: str, limit: int) -> httpx.Response:
        return await self.http.get(
            f"{self.api_base.rstrip('/')}{path}",
            params={"limit": str(limit)},
            headers={"Authorization": f"Bearer {self.api_key}", "Stripe-Version": API_VERSION},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeAccount:
    stripe: StripeReads
    skew_max_s: float
    tolerance_s: float

    async def __call__(self) -> list[Finding]:
        before = time.time()
        answer = await self.stripe.get(SESSIONS, limit=1)
        now = (before + time.time()) / 2
        events = await self.stripe.get(EVENTS, limit=1)
        told = _date(answer.headers.get("Date", ""))
        skew_s = abs(now - told.timestamp()) if told else None
        clock = judge_clock(skew_s, self.skew_max_s, self.tolerance_s)
        return [judge_key(answer.status_code, events.status_code), clock]


def judge_key(sessions: int, events: int) -> Finding:
    """By the statuses of two reads."""
    if sessions == events == 200:
        return well(KEY, "it reads checkout sessions and events")
    status, what = (sessions, "checkout sessions") if sessions != 200 else (events, "events")
    if status == 401:
        return problem(
            KEY,
            "Stripe refuses it (401)",
            "Set STRIPE_API_KEY to a secret key of this account from Stripe's dashboard.",
        )
    if status == 403:
        return problem(
            KEY,
            f"it may not read {what} (403)",
            "Give the restricted key in STRIPE_API_KEY leave to write Checkout Sessions and "
            "Refunds and to read Events and Webhook Endpoints.",
        )
    return problem(KEY, f"Stripe answers {status}", FIX)


def judge_clock(skew_s: float | None, skew_max_s: float, tolerance_s: float) -> Finding:
    """None when the answer bears no date; whole seconds are told, so less than one is nothing."""
    if skew_s is None:
        fix = "Let the proxy in front of STRIPE_API_BASE pass the Date header through."
        return warning(CLOCK, "Stripe's answer does not tell the time", fix)
    if skew_s <= skew_max_s:
        return well(CLOCK, f"within {max(1.0, skew_s):.0f} s of Stripe's")
    judge = problem if skew_s > tolerance_s else warning
    return judge(
        CLOCK,
        f"{skew_s:.0f} s away from Stripe's; from {tolerance_s:g} s on webhooks are refused",
        "Let NTP set this machine's clock (timedatectl set-ntp true).",
    )


def _date(header: str) -> datetime | None:
    try:
        return parsedate_to_datetime(header)
    except ValueError:
        return None
