"""How values look on Prodigi's wire: timestamps, money and trace ids."""

import secrets
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

# An order, quote or product as JSON; the simulator edits these documents in place.
Document = dict[str, Any]


def timestamp(at: datetime | None = None) -> str:
    """Seven fractional digits, as .NET writes them; readers that expect six must not break."""
    at = at or datetime.now(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond:06d}1Z"


def money(amount: Decimal, currency: str) -> Document:
    return {"amount": f"{amount:.2f}", "currency": currency}


def new_trace_parent() -> str:
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-00"


def same_word(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
