"""The Stripe-Signature header of a webhook, checked over the raw bytes.

Source: Stripe, "Verify webhook signatures manually". Unlike the SDK's own check this one refuses
timestamps from the future too, and tries every secret, so that a secret can be rolled.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import datetime

from domain.payments.event import SignatureInvalid, SignatureTooOld

HEADER_CHARACTERS_MAX = 4096
TIMESTAMP = re.compile(r"[0-9]{1,12}")


def check_signature(
    body: bytes, header: str, secrets: Sequence[str], at: datetime, tolerance_s: float
) -> None:
    """Raises SignatureInvalid, or SignatureTooOld for a genuine one outside the tolerance."""
    timestamp, signatures = _read(header)
    expected = [
        hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        for secret in secrets
    ]
    # No early exit: the time taken must not tell which secret or signature came close.
    matches = [
        hmac.compare_digest(signature.encode(), one.encode())
        for signature in signatures
        for one in expected
    ]
    if True not in matches:
        raise SignatureInvalid("No signature of ours is on it.")
    if abs(at.timestamp() - int(timestamp)) > tolerance_s:
        raise SignatureTooOld(f"It was signed more than {tolerance_s:g} s away from now.")


def _read(header: str) -> tuple[str, list[str]]:
    """The timestamp as it is written, since that is what was signed, and all v1 signatures."""
    if len(header) > HEADER_CHARACTERS_MAX:
        raise SignatureInvalid("The signature header is too long.")
    pairs = [part.partition("=")[::2] for part in header.split(",")]
    timestamps = [value for name, value in pairs if name == "t"]
    # v0 is a decoy on test events; only v1 counts.
    signatures = [value for name, value in pairs if name == "v1"]
    if len(timestamps) != 1 or not TIMESTAMP.fullmatch(timestamps[0]) or not signatures:
        raise SignatureInvalid("The signature header is missing or malformed.")
    return timestamps[0], signatures
