"""The checkout.session object as version 2026-10-28.endive answers it."""

from typing import Any

from simulators.stripe.ids import new_session_id
from simulators.stripe.records import Record

ECHOED = (
    *("allow_promotion_codes", "allowed_payment_method_types", "billing_address_collection"),
    *("cancel_url", "client_reference_id", "customer", "customer_email"),
    *("excluded_payment_method_types", "integration_identifier", "locale"),
    *("shipping_address_collection", "submit_type", "success_url"),
)
ABSENT = (
    *("branding_settings", "client_secret", "collected_information", "consent"),
    *("consent_collection", "currency_conversion", "customer_account", "customer_details"),
    *("invoice", "managed_payments", "name_collection", "origin_context", "payment_intent"),
    *("payment_link", "payment_method_configuration_details", "permissions", "recovered_from"),
    *("return_url", "setup_intent", "subscription", "wallet_options"),
)


def new_session(
    given: dict[str, Any],
    *,
    subtotal: int,
    currency: str,
    rates: list[Record],
    expires_at: int,
    now: int,
    base_url: str,
) -> Record:
    """An open session; its line items are kept apart, as they are not part of the object."""
    session_id = new_session_id()
    total = subtotal + (rates[0]["fixed_amount"]["amount"] if rates else 0)
    session: Record = {
        "id": session_id,
        "object": "checkout.session",
        **dict.fromkeys(ABSENT),
        **{name: given.get(name) for name in ECHOED},
        "adaptive_pricing": given.get("adaptive_pricing", {"enabled": True}),
        "after_expiration": _after_expiration(given),
        "amount_subtotal": subtotal,
        "automatic_tax": _automatic_tax(given),
        "created": now,
        "currency": currency,
        "custom_fields": [],
        "custom_text": dict.fromkeys(
            ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")
        ),
        "customer_creation": given.get("customer_creation", "if_required"),
        "discounts": [],
        "expires_at": expires_at,
        "invoice_creation": {"enabled": False, "invoice_data": {}},
        "livemode": False,
        "metadata": given.get("metadata", {}),
        "mode": given["mode"],
        "optional_items": [],
        "payment_method_collection": "if_required",
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": given.get("allowed_payment_method_types", ["card"]),
        "payment_status": "unpaid" if total else "no_payment_required",
        "phone_number_collection": given.get("phone_number_collection", {"enabled": False}),
        "redirect_on_completion": "always",
        "saved_payment_method_options": None,
        "shipping_options": [
            {"shipping_amount": rate["fixed_amount"]["amount"], "shipping_rate": rate["id"]}
            for rate in rates
        ],
        "status": "open",
        "tax_id_collection": given.get("tax_id_collection", {"enabled": False}),
        "ui_mode": given.get("ui_mode", "hosted_page"),
        "url": f"{base_url}/pay/{session_id}",
    }
    if "customer_email" in given:
        session["customer_details"] = customer_details({"email": given["customer_email"]})
    return with_shipping(session, rates[0] if rates else None)


def with_shipping(session: Record, rate: Record | None) -> Record:
    """The session with this shipping rate chosen, and the totals that follow."""
    amount = rate["fixed_amount"]["amount"] if rate else 0
    cost = None
    if rate:
        cost = {
            "amount_subtotal": amount,
            "amount_tax": 0,
            "amount_total": amount,
            "shipping_rate": rate["id"],
        }
    return {
        **session,
        "amount_total": session["amount_subtotal"] + amount,
        "shipping_cost": cost,
        "total_details": {"amount_discount": 0, "amount_shipping": amount, "amount_tax": 0},
    }


def customer_details(known: dict[str, Any]) -> Record:
    """What the buyer told the payment page; the address here is the one for billing."""
    return {
        "address": known.get("address"),
        "business_name": None,
        "email": known.get("email"),
        "individual_name": None,
        "name": known.get("name"),
        "phone": known.get("phone"),
        "tax_exempt": "none",
        "tax_ids": [],
    }


def _automatic_tax(given: dict[str, Any]) -> Record:
    enabled = given.get("automatic_tax", {}).get("enabled", False)
    return {
        "enabled": enabled,
        "liability": {"type": "self"} if enabled else None,
        "provider": "stripe" if enabled else None,
        "status": "requires_location_inputs" if enabled else None,
    }


def _after_expiration(given: dict[str, Any]) -> Record | None:
    recovery = given.get("after_expiration", {}).get("recovery")
    if recovery is None:
        return None
    return {
        "recovery": {
            "allow_promotion_codes": recovery.get("allow_promotion_codes", False),
            "enabled": recovery["enabled"],
            "expires_at": None,
            "url": None,
        }
    }
