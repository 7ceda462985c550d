"""What an event's job needs to know besides its type, picked from an object of any kind."""

from typing import Any, TypeGuard

ID_CHARACTERS_MAX = 255
# Where the amount stands in kinds of objects that have none simply called so, or a better one.
AMOUNT_FIELD = {"charge": "amount_refunded", "checkout.session": "amount_total"}


def event_details(about: dict[str, Any]) -> dict[str, str]:
    """Strings only; what is absent, or not of the kind it should be, is left out."""
    metadata = about.get("metadata")
    tagged = metadata.get("order_id") if isinstance(metadata, dict) else None
    kind = about.get("object")
    payment = about if kind == "payment_intent" else about.get("payment_intent")
    amount = about.get(AMOUNT_FIELD.get(str(kind), "amount"))
    found = {
        "order_reference": _text(about.get("client_reference_id")) or _text(tagged),
        "payment_intent_id": _text(payment.get("id") if isinstance(payment, dict) else payment),
        "amount": str(amount) if type(amount) is int else None,
        "currency": (_text(about.get("currency")) or "").upper(),
        "status": _text(about.get("status")),
    }
    return {name: value for name, value in found.items() if value}


def _text(value: object) -> str | None:
    return value if is_short_text(value) else None


def is_short_text(value: object) -> TypeGuard[str]:
    """Fit to be stored and shown: bounded, and free of control characters."""
    return isinstance(value, str) and len(value) <= ID_CHARACTERS_MAX and value.isprintable()
