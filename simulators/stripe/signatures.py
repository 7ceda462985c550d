"""The Stripe-Signature header of a webhook (scheme v1)."""

import hashlib
import hmac


def signature_header(body: bytes, secret: str, at: int) -> str:
    """`t=…,v1=…`, with the decoy v0 that test events carry."""
    signed = f"{at}.".encode() + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    decoy = hmac.new(b"v0", signed, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest},v0={decoy}"
