"""The parameters of one refund, frozen as bytes so that every try sends the same ones.

Source: Stripe, "Create a refund" (API version 2026-10-28.endive).
"""

import json

from domain.orders.order import Order
from domain.payments.refund import RefundReason
from domain.shared.money import Money

# By which a refund is found again when Stripe has forgotten the key itself.
KEY_FIELD = "refund_key"


def refund_request(
    order: Order, payment_intent_id: str, amount: Money, reason: RefundReason, key: str
) -> bytes:
    """Canonical JSON of the parameters."""
    parameters = {
        "payment_intent": payment_intent_id,
        "amount": amount.amount,
        "reason": reason.value,
        "metadata": {"order_id": str(order.id), "order_number": order.number, KEY_FIELD: key},
        # The charge shows what was refunded of it altogether.
        "expand": ["charge"],
    }
    return json.dumps(parameters, sort_keys=True, separators=(",", ":")).encode()
