"""Refunds, in part or in full."""

from typing import Any

from simulators.stripe.ids import new_id
from simulators.stripe.ledger import Ledger
from simulators.stripe.paging import page_of, within
from simulators.stripe.parameters import Reader, choice, flag, integer, many, metadata, text
from simulators.stripe.records import Record
from simulators.stripe.refusals import ApiRefusal

REFUND: dict[str, Reader] = {
    "amount": integer(1),
    "charge": text(),
    "payment_intent": text(),
    "metadata": metadata,
    "reason": choice("duplicate", "fraudulent", "requested_by_customer"),
    "refund_application_fee": flag,
    "reverse_transfer": flag,
    "instructions_email": text(),
    "expand": many(text(), most=20),
}


def create_refund(ledger: Ledger, given: dict[str, Any], _: dict[str, str]) -> Record:
    """POST /v1/refunds; without an amount, what is left is refunded."""
    charge = _charge_of(ledger, given)
    left = charge["amount"] - charge["amount_refunded"]
    if left == 0:
        raise ApiRefusal(
            f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded"
        )
    if charge["disputed"]:
        raise ApiRefusal(f"Charge {charge['id']} has been charged back.", code="charge_disputed")
    amount = given.get("amount", left)
    if amount > left:
        raise ApiRefusal(
            f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})",
            param="amount",
        )
    refund: Record = {
        "id": new_id("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": new_id("txn"),
        "charge": charge["id"],
        "created": ledger.clock.now(),
        "currency": charge["currency"],
        "destination_details": {"card": {"type": "refund"}, "type": "card"},
        "metadata": given.get("metadata", {}),
        "payment_intent": charge["payment_intent"],
        "reason": given.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }
    ledger.records.save(refund)
    _move(ledger, charge, amount)
    ledger.events.tell("refund.created", refund)
    ledger.events.tell("charge.refunded", charge)
    return refund


def fail_refund(ledger: Ledger, refund: Record) -> Record:
    """The bank sends the money back, which may happen long after success."""
    if refund["status"] != "succeeded":
        raise ApiRefusal(f"This refund is {refund['status']}.")
    refund.update(status="failed", failure_reason="lost_or_stolen_card")
    ledger.records.save(refund)
    _move(ledger, ledger.records.get("charge", refund["charge"]), -refund["amount"])
    ledger.events.tell("refund.updated", refund, {"status": "succeeded"})
    ledger.events.tell("refund.failed", refund)
    return refund


def retrieve_refund(ledger: Ledger, _: dict[str, Any], fields: dict[str, str]) -> Record:
    """GET /v1/refunds/{id}."""
    return ledger.records.get("refund", fields["id"])


def list_refunds(ledger: Ledger, given: dict[str, Any], _: dict[str, str]) -> Record:
    """GET /v1/refunds."""

    def keep(refund: Record) -> bool:
        return (
            given.get("charge") in {None, refund["charge"]}
            and given.get("payment_intent") in {None, refund["payment_intent"]}
            and within(refund["created"], given.get("created"))
        )

    return page_of(ledger.records, "refund", "/v1/refunds", given, keep)


def _move(ledger: Ledger, charge: Record, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    ledger.records.save(charge)


def _charge_of(ledger: Ledger, given: dict[str, Any]) -> Record:
    if ("charge" in given) == ("payment_intent" in given):
        raise ApiRefusal(
            "One of the following params should be provided: payment_intent or charge."
        )
    if "charge" in given:
        charge = ledger.records.get("charge", given["charge"], "charge")
    else:
        intent = ledger.records.get("payment_intent", given["payment_intent"], "payment_intent")
        found = ledger.records.find("charge", intent["latest_charge"])
        if found is None or found["status"] != "succeeded":
            raise ApiRefusal(
                f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.",
                param="payment_intent",
            )
        charge = found
    if charge["status"] != "succeeded":
        raise ApiRefusal(f"Charge {charge['id']} was not successful.", param="charge")
    return charge
