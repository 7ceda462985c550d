"""Webhooks for the benchmark: each a new event with a good signature, as Stripe would send it."""

import hashlib
import hmac
import time
from collections.abc import Callable
from typing import Any

import msgspec

from adapters.outbound.system.clock import new_id
from benchmarks.load import Call


def completed_sessions(secret: str) -> Callable[[int], Call]:
    """Of sessions that nobody knows."""

    def make(serial: int) -> Call:
        name = new_id().hex
        session = {
            "id": f"cs_test_{name}",
            "object": "checkout.session",
            "client_reference_id": name,
            "amount_total": 4900,
            "currency": "gbp",
            "payment_status": "paid",
            "status": "complete",
        }
        return signed_event(secret, "checkout.session.completed", session)

    return make


def declined_payments(secret: str) -> Callable[[int], Call]:
    """Whose jobs end here: nobody at Stripe has to be asked about them."""

    def make(serial: int) -> Call:
        intent = {"id": f"pi_{new_id().hex}", "object": "payment_intent", "status": "canceled"}
        return signed_event(secret, "payment_intent.payment_failed", intent)

    return make


def signed_event(secret: str, kind: str, about: dict[str, Any]) -> Call:
    body = msgspec.json.encode(
        {
            "id": f"evt_{new_id().hex}",
            "object": "event",
            "api_version": "2026-10-28.endive",
            "created": int(time.time()),
            "type": kind,
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None},
            "data": {"object": about},
        }
    )
    at = str(int(time.time()))
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return Call(
        method="POST",
        path="/api/webhooks/stripe",
        headers={"Stripe-Signature": f"t={at},v1={signed}", "Content-Type": "application/json"},
        body=body,
    )
