"""Payment intents and the charges that they make."""

from typing import Any

from simulators.stripe.ids import new_id
from simulators.stripe.ledger import Ledger
from simulators.stripe.paging import page_of, within
from simulators.stripe.records import Record

KIND = "payment_intent"
NO_INTENT = (
    *("allowed_payment_method_types", "amount_details", "application", "application_fee_amount"),
    *("canceled_at", "cancellation_reason", "customer", "customer_account", "hooks"),
    *("excluded_payment_method_types", "last_payment_error", "latest_charge", "managed_payments"),
    *("next_action", "on_behalf_of", "payment_details", "payment_method", "payment_record"),
    *("payment_method_configuration_details", "processing", "review", "source"),
    *("statement_descriptor", "transfer_data"),
)
NO_CHARGE = (
    *("application", "application_fee", "application_fee_amount", "authorization_code"),
    *("customer", "failure_balance_transaction", "on_behalf_of", "receipt_number", "review"),
    *("source", "source_transfer", "statement_descriptor", "transfer_data"),
)


def new_intent(ledger: Ledger, session: Record) -> Record:
    """The intent of a session, made when the buyer first tries to pay."""
    wished = ledger.records.get("payment_intent_data", f"{session['id']}:intent")
    intent_id = new_id("pi")
    intent: Record = {
        "id": intent_id,
        "object": KIND,
        **dict.fromkeys(NO_INTENT),
        "amount": session["amount_total"],
        "amount_capturable": 0,
        "amount_received": 0,
        "automatic_payment_methods": None,
        "capture_method": wished.get("capture_method", "automatic_async"),
        "client_secret": f"{intent_id}_{new_id('secret')}",
        "confirmation_method": "automatic",
        "created": ledger.clock.now(),
        "currency": session["currency"],
        "description": wished.get("description"),
        "livemode": False,
        "metadata": wished.get("metadata", {}),
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": session["payment_method_types"],
        "receipt_email": wished.get("receipt_email"),
        "setup_future_usage": wished.get("setup_future_usage"),
        "shipping": wished.get("shipping"),
        "statement_descriptor_suffix": wished.get("statement_descriptor_suffix"),
        "status": "requires_payment_method",
        "transfer_group": wished.get("transfer_group"),
    }
    ledger.records.save(intent)
    ledger.events.tell("payment_intent.created", intent)
    return intent


def new_charge(ledger: Ledger, intent: Record, status: str, details: dict[str, Any]) -> Record:
    """One attempt to take the money: succeeded, pending or failed."""
    failure = details.get("failure")
    charge: Record = {
        "id": new_id("ch"),
        "object": "charge",
        **dict.fromkeys(NO_CHARGE),
        "amount": intent["amount"],
        "amount_captured": intent["amount"] if status == "succeeded" else 0,
        "amount_refunded": 0,
        "balance_transaction": new_id("txn") if status == "succeeded" else None,
        "billing_details": {**details["billing"], "tax_id": None},
        "calculated_statement_descriptor": "PASSEPARTOUT",
        "captured": status == "succeeded",
        "created": ledger.clock.now(),
        "currency": intent["currency"],
        "description": intent["description"],
        "disputed": False,
        "failure_code": failure["code"] if failure else None,
        "failure_message": failure["message"] if failure else None,
        "fraud_details": {},
        "livemode": False,
        "metadata": intent["metadata"],
        "outcome": _outcome(status, failure),
        "paid": status != "failed",
        "payment_intent": intent["id"],
        "payment_method": details["method_id"],
        "payment_method_details": details["method"],
        "radar_options": {},
        "receipt_email": intent["receipt_email"],
        "receipt_url": None,
        "refunded": False,
        "shipping": intent["shipping"],
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": status,
        "transfer_group": intent["transfer_group"],
    }
    ledger.records.save(charge)
    intent["latest_charge"] = charge["id"]
    return charge


def cancel_intent(ledger: Ledger, intent_id: str | None) -> None:
    """An expired session cancels the intent it had, if any."""
    intent = ledger.records.find(KIND, intent_id)
    if intent is not None and intent["status"] not in {"succeeded", "canceled", "processing"}:
        intent.update(
            status="canceled", canceled_at=ledger.clock.now(), cancellation_reason="automatic"
        )
        ledger.records.save(intent)
        ledger.events.tell("payment_intent.canceled", intent)


def retrieve_intent(ledger: Ledger, _: dict[str, Any], fields: dict[str, str]) -> Record:
    """GET /v1/payment_intents/{intent}."""
    return ledger.records.get(KIND, fields["intent"], "intent")


def list_intents(ledger: Ledger, given: dict[str, Any], _: dict[str, str]) -> Record:
    """GET /v1/payment_intents."""

    def keep(intent: Record) -> bool:
        return given.get("customer") is None and within(intent["created"], given.get("created"))

    return page_of(ledger.records, KIND, "/v1/payment_intents", given, keep)


def retrieve_charge(ledger: Ledger, _: dict[str, Any], fields: dict[str, str]) -> Record:
    """GET /v1/charges/{id}."""
    return ledger.records.get("charge", fields["id"])


def _outcome(status: str, failure: dict[str, Any] | None) -> Record:
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "declined_by_network" if failure else "approved_by_network",
        "reason": failure["decline_code"] if failure else None,
        "risk_level": "normal",
        "risk_score": 20,
        "seller_message": "The payment was declined." if failure else f"Payment {status}.",
        "type": "issuer_declined" if failure else "authorized",
    }
