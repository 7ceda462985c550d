"""The body of one order at the lab, frozen as bytes so that every try sends the same ones.

Source: Prodigi Print API v4, "Create order". One order of ours may become several there, one for
each line, and the merchant reference tells both: `PP-100042-2` is its second line.
"""

import json
from decimal import Decimal
from typing import Any

from domain.orders.order import Order, OrderLine
from domain.shared.currencies import exponent
from domain.shared.erased import ERASED_EMAIL
from domain.shared.money import Money
from domain.shipping.address import Address

# The lab requires both fields of everybody, but some countries have no postal codes, and a few
# that are one city have no town besides it.
NO_POSTAL_CODE = "00000"


def order_body(order: Order, line: OrderLine, key: str, callback_url: str, asset_url: str) -> bytes:
    """Canonical JSON; the idempotency key is a field of the body there, not a header."""
    body = {
        "merchantReference": merchant_reference(order, line),
        "shippingMethod": order.shipping_method,
        "idempotencyKey": key,
        "callbackUrl": callback_url,
        "recipient": _recipient(order),
        "items": [_item(line, asset_url)],
        "metadata": {
            "orderId": str(order.id),
            "orderNumber": order.number,
            "lineId": str(line.id),
            "fulfilmentKey": key,
        },
    }
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def merchant_reference(order: Order, line: OrderLine) -> str:
    place = [one.id for one in order.lines].index(line.id) + 1
    return f"{order.number}-{place}"


def _recipient(order: Order) -> dict[str, Any]:
    recipient: dict[str, Any] = {
        "name": order.address.name,
        "address": _address(order.address),
    }
    # A print that waited for its file may be frozen after its buyer was erased; the lab needs none.
    if order.email != ERASED_EMAIL:
        recipient["email"] = order.email
    if order.address.phone:
        recipient["phoneNumber"] = order.address.phone
    return recipient


def _address(address: Address) -> dict[str, str | None]:
    """Absent parts are null: the lab refuses empty strings."""
    return {
        "line1": address.line1,
        "line2": address.line2 or None,
        "townOrCity": address.town_or_city or address.state_or_county or address.country_code,
        "stateOrCounty": address.state_or_county or None,
        "postalOrZipCode": address.postal_or_zip_code or NO_POSTAL_CODE,
        "countryCode": address.country_code,
    }


def _item(line: OrderLine, asset_url: str) -> dict[str, Any]:
    return {
        "merchantReference": str(line.id),
        "sku": line.sku,
        "copies": line.quantity,
        "sizing": line.sizing,
        "attributes": line.attributes,
        # What the buyer paid for one copy, for customs.
        "recipientCost": _money(line.unit_price),
        "assets": [{"printArea": "default", "url": asset_url, "md5Hash": line.asset_md5}],
    }


def _money(money: Money) -> dict[str, str]:
    amount = Decimal(money.amount).scaleb(-exponent(money.currency))
    return {"amount": f"{amount:f}", "currency": money.currency}
