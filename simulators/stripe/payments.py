"""A buyer pays an open session: by card, at once, or by a method whose money comes later."""

from typing import Any

from simulators.stripe.buyers import Buyer, fill_in
from simulators.stripe.cards import DECLINES, GOOD_CARDS, billing_details, card_details
from simulators.stripe.ids import new_id
from simulators.stripe.ledger import Ledger
from simulators.stripe.payment_intents import new_charge, new_intent
from simulators.stripe.records import Record
from simulators.stripe.refusals import ApiRefusal
from simulators.stripe.session_shape import with_shipping


def pay_by_card(ledger: Ledger, session: Record, card: str, buyer: Buyer) -> Record:
    """Complete the session. A refused card is recorded too; see `declined_reason`."""
    number = "".join(card.split())
    if number not in GOOD_CARDS and number not in DECLINES:
        raise ApiRefusal("Your card number is not one of the test cards.", code="incorrect_number")
    session, intent = _begin(ledger, session, buyer)
    details = card_details(session, number)
    if number in DECLINES:
        return _decline(ledger, session, intent, details, DECLINES[number])
    charge = new_charge(ledger, intent, "succeeded", details)
    _succeed(ledger, intent, charge)
    return _complete(ledger, session, "paid")


def pay_later(ledger: Ledger, session: Record, buyer: Buyer) -> Record:
    """Complete the session unpaid: the money is on its way."""
    session, intent = _begin(ledger, session, buyer)
    details = {
        "billing": billing_details(session),
        "method_id": new_id("pm"),
        "method": {"type": "sepa_debit", "sepa_debit": {"country": "DE", "last4": "3000"}},
    }
    intent.update(status="processing", payment_method=details["method_id"])
    charge = new_charge(ledger, intent, "pending", details)
    ledger.records.save(intent)
    ledger.events.tell("charge.pending", charge)
    ledger.events.tell("payment_intent.processing", intent)
    return _complete(ledger, session, "unpaid")


def settle_later(ledger: Ledger, session: Record, *, succeeded: bool) -> Record:
    """The delayed money came, or did not."""
    intent = ledger.records.find("payment_intent", session["payment_intent"])
    if intent is None or intent["status"] != "processing":
        raise ApiRefusal("No delayed payment is pending for this session.")
    charge = ledger.records.get("charge", intent["latest_charge"])
    if succeeded:
        charge.update(status="succeeded", amount_captured=charge["amount"], captured=True)
        charge["balance_transaction"] = new_id("txn")
        _succeed(ledger, intent, charge)
        session["payment_status"] = "paid"
    else:
        failure = _failure("generic_decline", "The customer's bank refused the debit.")
        charge.update(status="failed", paid=False, failure_code=failure["code"])
        charge["failure_message"] = failure["message"]
        _fail(ledger, intent, charge, failure)
    ledger.records.save(session)
    ending = "succeeded" if succeeded else "failed"
    ledger.events.tell(f"checkout.session.async_payment_{ending}", session)
    return session


def declined_reason(ledger: Ledger, session: Record) -> str | None:
    """Why the last attempt of an open session failed, in words for the buyer."""
    intent = ledger.records.find("payment_intent", session["payment_intent"])
    error = intent["last_payment_error"] if intent else None
    return error["message"] if error and session["status"] == "open" else None


def _begin(ledger: Ledger, session: Record, buyer: Buyer) -> tuple[Record, Record]:
    if session["status"] != "open":
        raise ApiRefusal(f"This Checkout Session is {session['status']}.")
    if buyer.shipping_rate:
        if buyer.shipping_rate not in [o["shipping_rate"] for o in session["shipping_options"]]:
            raise ApiRefusal("This shipping option is not offered.", param="shipping_rate")
        rate = ledger.records.get("shipping_rate", buyer.shipping_rate)
        session = with_shipping(session, rate)
    fill_in(session, buyer)
    intent = ledger.records.find("payment_intent", session["payment_intent"])
    if intent is None:
        intent = new_intent(ledger, session)
    intent["amount"] = session["amount_total"]
    session["payment_intent"] = intent["id"]
    if collected := session["collected_information"]:
        intent["shipping"] = intent["shipping"] or {
            **collected["shipping_details"],
            "carrier": None,
            "phone": buyer.phone,
            "tracking_number": None,
        }
    ledger.records.save(intent)
    ledger.records.save(session)
    return session, intent


def _complete(ledger: Ledger, session: Record, payment_status: str) -> Record:
    session.update(status="complete", payment_status=payment_status, url=None)
    if session["automatic_tax"]["enabled"]:
        session["automatic_tax"]["status"] = "complete"
    ledger.records.save(session)
    ledger.events.tell("checkout.session.completed", session)
    return session


def _succeed(ledger: Ledger, intent: Record, charge: Record) -> None:
    intent.update(
        status="succeeded",
        amount_received=intent["amount"],
        last_payment_error=None,
        payment_method=charge["payment_method"],
    )
    ledger.records.save(charge)
    ledger.records.save(intent)
    ledger.events.tell("charge.succeeded", charge)
    ledger.events.tell("payment_intent.succeeded", intent)


def _fail(ledger: Ledger, intent: Record, charge: Record, failure: Record) -> None:
    intent.update(
        status="requires_payment_method",
        payment_method=None,
        last_payment_error={**failure, "charge": charge["id"], "type": "card_error"},
    )
    ledger.records.save(charge)
    ledger.records.save(intent)
    ledger.events.tell("charge.failed", charge)
    ledger.events.tell("payment_intent.payment_failed", intent)


def _decline(
    ledger: Ledger, session: Record, intent: Record, details: dict[str, Any], why: str
) -> Record:
    failure = _failure(why, "Your card was declined. Try another card.")
    charge = new_charge(ledger, intent, "failed", {**details, "failure": failure})
    _fail(ledger, intent, charge, failure)
    return session


def _failure(decline_code: str, message: str) -> Record:
    return {"code": "card_declined", "decline_code": decline_code, "message": message}
