"""What a session sells: line items and shipping options with their amounts."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from simulators.stripe.ids import new_id
from simulators.stripe.records import Record
from simulators.stripe.refusals import ApiRefusal, no_such


def line_item(given: dict[str, Any], place: int, now: int) -> Record:
    """The `item` object of one entry of `line_items`."""
    name = f"line_items[{place}]"
    if "price" in given:
        raise no_such("price", given["price"], f"{name}[price]")
    if "price_data" not in given:
        raise ApiRefusal(
            f"{name} needs `price` or `price_data`.", code="parameter_missing", param=name
        )
    if "quantity" not in given:
        raise ApiRefusal(
            "Quantity is required. Add `quantity` to `line_items`.",
            code="parameter_missing",
            param=f"{name}[quantity]",
        )
    price = _price(given["price_data"], f"{name}[price_data]", now)
    total = Decimal(price["unit_amount_decimal"]) * given["quantity"]
    amount = int(total.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return {
        "id": new_id("li"),
        "object": "item",
        "adjustable_quantity": given.get("adjustable_quantity"),
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": price["currency"],
        "description": given["price_data"]["product_data"]["name"],
        "metadata": given.get("metadata", {}),
        "price": price,
        "quantity": given["quantity"],
    }


def _price(given: dict[str, Any], name: str, now: int) -> Record:
    if "product" in given:
        raise no_such("product", given["product"], f"{name}[product]")
    if "product_data" not in given:
        raise ApiRefusal(
            f"{name} needs `product` or `product_data`.", code="parameter_missing", param=name
        )
    if ("unit_amount" in given) == ("unit_amount_decimal" in given):
        raise ApiRefusal(
            "You must specify exactly one of `unit_amount` and `unit_amount_decimal`.", param=name
        )
    amount = Decimal(
        given["unit_amount"] if "unit_amount" in given else given["unit_amount_decimal"]
    )
    return {
        "id": new_id("price"),
        "object": "price",
        "active": False,
        "billing_scheme": "per_unit",
        "created": now,
        "currency": given["currency"],
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": None,
        "metadata": {},
        "nickname": None,
        "product": new_id("prod", 14),
        "recurring": None,
        "tax_behavior": given.get("tax_behavior", "unspecified"),
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "one_time",
        "unit_amount": int(amount) if amount == amount.to_integral_value() else None,
        "unit_amount_decimal": f"{amount:f}",
    }


def shipping_rate(given: dict[str, Any], place: int, currency: str, now: int) -> Record:
    """The ShippingRate that one entry of `shipping_options` describes."""
    name = f"shipping_options[{place}]"
    if "shipping_rate" in given:
        raise no_such("shipping rate", given["shipping_rate"], f"{name}[shipping_rate]")
    data = given.get("shipping_rate_data")
    if data is None or "fixed_amount" not in data:
        raise ApiRefusal(
            f"Missing required param: {name}[shipping_rate_data][fixed_amount].",
            code="parameter_missing",
            param=f"{name}[shipping_rate_data][fixed_amount]",
        )
    if data["fixed_amount"]["currency"] != currency:
        raise ApiRefusal(
            "All shipping options must use the currency of the line items.",
            param=f"{name}[shipping_rate_data][fixed_amount][currency]",
        )
    return {
        "id": new_id("shr"),
        "object": "shipping_rate",
        "active": True,
        "created": now,
        "delivery_estimate": data.get("delivery_estimate"),
        "display_name": data["display_name"],
        "fixed_amount": data["fixed_amount"],
        "livemode": False,
        "metadata": data.get("metadata", {}),
        "tax_behavior": data.get("tax_behavior", "unspecified"),
        "tax_code": data.get("tax_code"),
        "type": "fixed_amount",
    }
