"""What an order in somebody else's list says of the order of ours that it may belong to."""

import re
from uuid import UUID

# `PP-100042-2` is the second line of our order PP-100042.
NUMBER = re.compile(r"^(PP-\d+)(?:-\d+)?$")


def named_number(merchant_reference: str) -> str | None:
    found = NUMBER.match(merchant_reference)
    return found[1] if found else None


def named_order(order_id: str | None) -> UUID | None:
    """None for what is no id: anybody may have written it."""
    try:
        return UUID(order_id or "")
    except ValueError:
        return None
