"""Is an order at the lab the one that we meant? The lab itself compares nothing under one key.

Whatever it does not tell is taken to agree, and so is what it may rewrite: letters in capitals,
spaces, and long words that are cut off for the courier.
"""

from collections.abc import Sequence
from typing import Any

from adapters.outbound.prodigi.order_reading import LabOrder

COMPARED = ("countryCode", "postalOrZipCode", "townOrCity", "line1")


def differences(order: LabOrder, meant: dict[str, Any]) -> Sequence[str]:
    """The names of the parts that differ from `meant`, the body of our request; never their
    contents, which are a buyer's.
    """
    found = []
    if order.merchant_reference not in (None, meant["merchantReference"]):
        found.append("merchantReference")
    if order.recipient is not None and _is_somebody_else(order.recipient, meant["recipient"]):
        found.append("recipient")
    if order.items is not None:
        pairs = list(zip(order.items, meant["items"], strict=False))
        lengths_differ = len(order.items) != len(meant["items"])
        if lengths_differ or any(one.differs(it) for one, it in pairs):
            found.append("items")
    return found


def _is_somebody_else(there: dict[str, Any], meant: dict[str, Any]) -> bool:
    address = there.get("address")
    if _differ(there.get("name"), meant["name"]):
        return True
    if not isinstance(address, dict):
        return False
    return any(_differ(address.get(part), meant["address"].get(part)) for part in COMPARED)


def _differ(there: object, meant: str | None) -> bool:
    if not isinstance(there, str) or not there or not meant:
        return False
    one, other = _plain(there), _plain(meant)
    return not (one.startswith(other) or other.startswith(one))


def _plain(words: str) -> str:
    return "".join(letter for letter in words.casefold() if letter.isalnum())
