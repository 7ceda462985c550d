"""A buyer disputes a charge at the bank; the control API plays the bank."""

from typing import Any

from simulators.stripe.ids import new_id
from simulators.stripe.ledger import Ledger
from simulators.stripe.records import Record
from simulators.stripe.refusals import ApiRefusal

ANSWER_WITHIN_S = 7 * 24 * 3600


def open_dispute(ledger: Ledger, asked: dict[str, Any]) -> Record:
    """`{"charge": id}` or `{"payment_intent": id}`, with `reason` and `amount` if wished."""
    charge_id = asked.get("charge")
    if "payment_intent" in asked:
        intent = ledger.records.get("payment_intent", asked["payment_intent"])
        charge_id = intent["latest_charge"]
    charge = ledger.records.get("charge", str(charge_id))
    if charge["status"] != "succeeded" or charge["disputed"]:
        raise ApiRefusal("Only a successful charge can be disputed, and only once.")
    now = ledger.clock.now()
    dispute: Record = {
        "id": new_id("du"),
        "object": "dispute",
        "amount": asked.get("amount", charge["amount"]),
        "balance_transactions": [],
        "charge": charge["id"],
        "created": now,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {},
        "evidence_details": {
            "due_by": now + ANSWER_WITHIN_S,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": asked.get("reason", "fraudulent"),
        "status": "needs_response",
    }
    charge["disputed"] = True
    ledger.records.save(dispute)
    ledger.records.save(charge)
    ledger.events.tell("charge.dispute.created", dispute)
    ledger.events.tell("charge.dispute.funds_withdrawn", dispute)
    return dispute


def close_dispute(ledger: Ledger, dispute: Record, status: str) -> Record:
    """The bank decides: `won` returns the money to the shop, `lost` does not."""
    if status not in {"won", "lost"}:
        raise ApiRefusal("A dispute ends won or lost.", param="status")
    if dispute["status"] in {"won", "lost"}:
        raise ApiRefusal(f"This dispute is already {dispute['status']}.")
    before, dispute["status"] = dispute["status"], status
    ledger.records.save(dispute)
    ledger.events.tell("charge.dispute.updated", dispute, {"status": before})
    if status == "won":
        ledger.events.tell("charge.dispute.funds_reinstated", dispute)
    ledger.events.tell("charge.dispute.closed", dispute)
    return dispute
