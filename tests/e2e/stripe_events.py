"""Events as Stripe would send them, made from what the simulator's API tells, and signed here."""

import hashlib
import hmac
import secrets
import time
from typing import Any

import httpx
import msgspec

from adapters.inbound.demo.answers import Checkout
from adapters.inbound.supervisor.stack import Stack


async def completed_event(http: httpx.AsyncClient, stack: Stack, checkout: Checkout) -> bytes:
    """The body of the event that says that this checkout was paid."""
    return msgspec.json.encode(await completion(http, stack, checkout))


async def completion(http: httpx.AsyncClient, stack: Stack, checkout: Checkout) -> dict[str, Any]:
    answer = await http.get(
        f"{stack.environment['STRIPE_API_BASE']}/v1/events",
        params={"type": "checkout.session.completed"},
        headers={"Authorization": f"Bearer {stack.environment['STRIPE_API_KEY']}"},
    )
    events = answer.raise_for_status().json()["data"]
    [event] = [each for each in events if each["data"]["object"]["id"] == checkout.session_id]
    found: dict[str, Any] = event
    return found


def new_event(kind: str, about: dict[str, Any]) -> dict[str, Any]:
    """An event of its own id about this object."""
    return {
        "id": f"evt_{secrets.token_hex(12)}",
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": int(time.time()),
        "type": kind,
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "data": {"object": about},
    }


def signed(body: bytes, stack: Stack) -> dict[str, str]:
    """The headers of a delivery, by the scheme v1 of Stripe's documentation."""
    at = int(time.time())
    secret = stack.environment["STRIPE_WEBHOOK_SECRETS"].encode()
    digest = hmac.new(secret, f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={at},v1={digest}", "Content-Type": "application/json"}
