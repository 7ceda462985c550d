"""Webhooks as Stripe would send them, signed by the scheme v1 of its documentation."""

import hashlib
import hmac
import secrets
import time

import msgspec


def event_body(kind: str = "checkout.session.completed") -> tuple[str, bytes]:
    """A new event's id and its bytes; it speaks of a session that nobody knows."""
    event_id = f"evt_{secrets.token_hex(8)}"
    session = {
        "id": f"cs_test_{secrets.token_hex(8)}",
        "object": "checkout.session",
        "payment_status": "paid",
        "status": "complete",
        "amount_total": 4900,
        "currency": "gbp",
        "client_reference_id": "nobody",
    }
    event = {
        "id": event_id,
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": int(time.time()),
        "type": kind,
        "livemode": False,
        "pending_webhooks": 1,
        "data": {"object": session},
    }
    return event_id, msgspec.json.encode(event)


def signed(body: bytes, secret: str, seconds_from_now: int = 0) -> dict[str, str]:
    at = int(time.time()) + seconds_from_now
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={at},v1={digest}", "Content-Type": "application/json"}
