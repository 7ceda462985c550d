"""What POST /v1/checkout/sessions accepts in version 2026-10-28.endive."""

from simulators.stripe.parameters import (
    Reader,
    choice,
    currency,
    decimal,
    flag,
    group,
    integer,
    many,
    metadata,
    text,
    url,
)

COUNTRY = text(2)
ENABLED = group({"enabled": flag}, required=("enabled",))
TAX_BEHAVIOR = choice("inclusive", "exclusive", "unspecified")
DURATION = group(
    {"unit": choice("business_day", "day", "hour", "month", "week"), "value": integer(1)},
    required=("unit", "value"),
)
ADDRESS = group(
    {
        "line1": text(),
        "line2": text(),
        "city": text(),
        "state": text(),
        "postal_code": text(),
        "country": COUNTRY,
    },
    required=("line1",),
)
PRODUCT_DATA = group(
    {
        "name": text(5000),
        "description": text(40000),
        "images": many(url, most=8),
        "metadata": metadata,
        "tax_code": text(),
        "unit_label": text(12),
    },
    required=("name",),
)
PRICE_DATA = group(
    {
        "currency": currency,
        "unit_amount": integer(0),
        "unit_amount_decimal": decimal,
        "product_data": PRODUCT_DATA,
        "product": text(),
        "tax_behavior": TAX_BEHAVIOR,
    },
    required=("currency",),
)
LINE_ITEM = group(
    {
        "price": text(),
        "price_data": PRICE_DATA,
        "quantity": integer(0, 999_999),
        "adjustable_quantity": group(
            {"enabled": flag, "minimum": integer(0), "maximum": integer(1, 999_999)},
            required=("enabled",),
        ),
        "tax_rates": many(text()),
        "metadata": metadata,
    }
)
SHIPPING_OPTION = group(
    {
        "shipping_rate": text(),
        "shipping_rate_data": group(
            {
                "display_name": text(100),
                "type": choice("fixed_amount"),
                "fixed_amount": group(
                    {"amount": integer(0), "currency": currency}, required=("amount", "currency")
                ),
                "delivery_estimate": group({"minimum": DURATION, "maximum": DURATION}),
                "tax_behavior": TAX_BEHAVIOR,
                "tax_code": text(),
                "metadata": metadata,
            },
            required=("display_name",),
        ),
    }
)
PAYMENT_INTENT_DATA = group(
    {
        "capture_method": choice("automatic", "automatic_async", "manual"),
        "description": text(1000),
        "metadata": metadata,
        "receipt_email": text(512),
        "setup_future_usage": choice("off_session", "on_session"),
        "shipping": group(
            {
                "address": ADDRESS,
                "name": text(),
                "carrier": text(),
                "phone": text(),
                "tracking_number": text(),
            },
            required=("address", "name"),
        ),
        "statement_descriptor_suffix": text(22),
        "transfer_group": text(),
    }
)
SESSION: dict[str, Reader] = {
    "mode": choice("payment", "setup", "subscription"),
    "ui_mode": choice("hosted_page", "embedded_page", "elements", "form"),
    "line_items": many(LINE_ITEM, most=100, least=1),
    "success_url": url,
    "cancel_url": url,
    "client_reference_id": text(200),
    "metadata": metadata,
    "currency": currency,
    "customer": text(),
    "customer_creation": choice("always", "if_required"),
    "customer_email": text(800),
    "expires_at": integer(0),
    "shipping_address_collection": group(
        {"allowed_countries": many(COUNTRY, most=300, least=1)}, required=("allowed_countries",)
    ),
    "shipping_options": many(SHIPPING_OPTION, most=5),
    "automatic_tax": ENABLED,
    "adaptive_pricing": group({"enabled": flag}),
    "payment_intent_data": PAYMENT_INTENT_DATA,
    "phone_number_collection": ENABLED,
    "allowed_payment_method_types": many(text()),
    "excluded_payment_method_types": many(text()),
    "locale": text(10),
    "submit_type": choice("auto", "pay", "book", "donate", "subscribe"),
    "billing_address_collection": choice("auto", "required"),
    "allow_promotion_codes": flag,
    "after_expiration": group(
        {"recovery": group({"enabled": flag, "allow_promotion_codes": flag}, required=("enabled",))}
    ),
    "tax_id_collection": group({"enabled": flag}, required=("enabled",)),
    "integration_identifier": text(),
    "expand": many(text(), most=20),
}
