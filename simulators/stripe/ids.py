"""Identifiers in Stripe's forms."""

import secrets
import string

ALPHABET = string.ascii_letters + string.digits


def new_id(prefix: str, length: int = 24) -> str:
    """Such as `pi_3Qx…`; unguessable."""
    return f"{prefix}_{''.join(secrets.choice(ALPHABET) for _ in range(length))}"


def new_session_id() -> str:
    """Sessions have long ids that tell test from live."""
    return new_id("cs_test", 58)
