"""The parameters of one checkout session, frozen as bytes so that every try sends the same ones.

Source: Stripe, "Create a Checkout Session" (API version 2026-10-28.endive).
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.orders.order import Order, OrderLine

LINE_ITEMS_MAX = 100
PRODUCT_NAME_MAX = 5000
CARD_ONLY = ["card"]


def session_request(order: Order, expires_at: datetime, public_base_url: str) -> bytes:
    """Canonical JSON of the parameters. Raises ValueError if they would not charge the total."""
    currency = order.totals.currency.lower()
    references = {"order_id": str(order.id), "order_number": order.number}
    parameters = {
        "mode": "payment",
        "client_reference_id": str(order.id),
        "customer_email": order.email,
        "line_items": _line_items(order, currency),
        "shipping_options": [_shipping_option(order, currency)],
        "metadata": references,
        # A session's metadata is not copied to its payment, where refunds and disputes show.
        "payment_intent_data": {"metadata": references, "description": f"Order {order.number}"},
        # The braces are Stripe's own placeholder and reach it as they are.
        "success_url": f"{public_base_url}/checkout/success"
        f"?session_id={{CHECKOUT_SESSION_ID}}&order={order.id}",
        "cancel_url": f"{public_base_url}/checkout/cancelled?order={order.id}",
        "expires_at": int(expires_at.timestamp()),
        # Cards settle at once; other methods would leave the order waiting for days.
        "allowed_payment_method_types": CARD_ONLY,
        # The buyer pays what the order says, in its currency; tax is a line of its own.
        "adaptive_pricing": {"enabled": False},
        "automatic_tax": {"enabled": False},
        "submit_type": "pay",
    }
    _check_sum(parameters, order)
    return json.dumps(
        parameters, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def _line_items(order: Order, currency: str) -> list[dict[str, Any]]:
    taxed = order.totals.tax.amount > 0
    room = LINE_ITEMS_MAX - taxed
    shown, rest = order.lines, order.lines[:0]
    if len(shown) > room:
        shown, rest = order.lines[: room - 1], order.lines[room - 1 :]
    items = [_line_item(line, currency) for line in shown]
    if rest:
        items.append(_rest_item(rest, currency))
    if taxed:
        items.append(_item("Tax", order.totals.tax.amount, 1, currency))
    return items


def _line_item(line: OrderLine, currency: str) -> dict[str, Any]:
    item = _item(line.title, line.unit_price.amount, line.quantity, currency)
    return item | {"metadata": {"line_id": str(line.id)}}


def _rest_item(lines: Sequence[OrderLine], currency: str) -> dict[str, Any]:
    pieces = sum(line.quantity for line in lines)
    return _item(f"{pieces} more items", sum(line.amount.amount for line in lines), 1, currency)


def _item(name: str, unit_amount: int, quantity: int, currency: str) -> dict[str, Any]:
    return {
        "quantity": quantity,
        "price_data": {
            "currency": currency,
            "unit_amount": unit_amount,
            "product_data": {"name": name[:PRODUCT_NAME_MAX]},
        },
    }


def _shipping_option(order: Order, currency: str) -> dict[str, Any]:
    return {
        "shipping_rate_data": {
            "display_name": f"{order.shipping_method} shipping",
            "type": "fixed_amount",
            "fixed_amount": {"amount": order.totals.shipping.amount, "currency": currency},
        }
    }


def _check_sum(parameters: dict[str, Any], order: Order) -> None:
    items = sum(
        item["price_data"]["unit_amount"] * item["quantity"] for item in parameters["line_items"]
    )
    if items + order.totals.shipping.amount != order.totals.total.amount:
        raise ValueError(f"The lines of order {order.number} do not add up to its total.")
