"""The address by which buyers, Stripe and the lab reach the shop: well formed, and it answers."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from adapters.inbound.doctor.finding import Finding, problem, well
from adapters.inbound.doctor.modes import ELSEWHERE, STRIPE_HOST, host_of, is_loopback, lab_of
from adapters.inbound.doctor.stripe_webhook import webhook_url
from adapters.settings import Settings

FORM, REACHED = "callback address", "public address"
REACH_FIX = "Set PUBLIC_BASE_URL to an address that leads to `passepartout api`."
REFUSED_CODE = "webhook_signature_invalid"


def judge_form(settings: Settings) -> list[Finding]:
    """The lab is given this address with a path added, so nothing may follow the path."""
    url = urlsplit(settings.public_base_url)
    if url.scheme not in {"http", "https"} or not url.hostname:
        return [_badly_formed("is no http address")]
    if url.query or url.fragment or url.username:
        return [_badly_formed("has more than scheme, host, port and path")]
    if settings.is_production and url.scheme != "https":
        return [_badly_formed("is not https in production")]
    outside = lab_of(settings) != ELSEWHERE or host_of(settings.stripe_api_base) == STRIPE_HOST
    if is_loopback(url.hostname) and (settings.is_production or outside):
        return [_badly_formed("is this machine's own, where no provider can call back")]
    return [well(FORM, f"{settings.public_base_url.rstrip('/')}/api/webhooks/prodigi/{{token}}")]


def _badly_formed(how: str) -> Finding:
    fix = "Set PUBLIC_BASE_URL to https://your.shop, as the internet reaches it."
    return problem(FORM, f"PUBLIC_BASE_URL {how}", fix)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicAddress:
    """An unsigned webhook must be refused by us, which proves that nothing stands in between."""

    http: httpx.AsyncClient
    public_base_url: str

    async def __call__(self) -> list[Finding]:
        alive = await self.http.get(f"{self.public_base_url.rstrip('/')}/health/live")
        if alive.status_code != 200 or b'"live"' not in alive.content:
            told = f"{self.public_base_url}/health/live answers {alive.status_code}, not as we do"
            return [problem(REACHED, told, REACH_FIX)]
        url = webhook_url(self.public_base_url)
        answer = await self.http.post(url, content=b"{}", headers={"Stripe-Signature": "t=0,v1=0"})
        if REFUSED_CODE.encode() not in answer.content:
            told = f"{url} answers an unsigned event with {answer.status_code}, not as we do"
            fix = f"Let the proxy pass POST {url} through unchanged, without log-in or redirect."
            return [problem(REACHED, told, fix)]
        return [well(REACHED, f"{self.public_base_url} answers, webhooks included")]
