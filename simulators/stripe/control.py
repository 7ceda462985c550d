"""The control API, with which programs play the buyer, the bank and the bad day.

No credentials are asked for: the simulator listens on the loopback interface only. Bodies and
answers are JSON.

    GET    /_control/health                     {"status": "ok"}
    GET    /_control/requests[?path=&method=]   every API call with its idempotency key and status
    DELETE /_control/requests                   forget them
    GET, PUT, DELETE /_control/faults           fault rules, see simulators/shared/faults.py;
                                                {"webhook": "drop|duplicate|reorder|delay",
                                                "match": {"type": "checkout.session.*"},
                                                "times": N, "seconds": S, "copies": N} for webhooks
    POST /_control/sessions/{id}/pay            {"card"?, "method"?: "card" or "delayed", "email"?,
                                                "name"?, "phone"?, "address"?: {"line1", "line2",
                                                "city", "state", "postal_code", "country"},
                                                "shipping_rate"?}; what is missing and needed is
                                                made up; answers the session
    POST /_control/sessions/{id}/decline        the same with a card that is declined
    POST /_control/sessions/{id}/expire         as if its time had come
    POST /_control/sessions/{id}/async/succeed  the delayed money came (or /async/fail: it did not)
    POST /_control/refunds/{id}/fail            the bank sends a refund back
    POST /_control/disputes                     {"charge" or "payment_intent", "reason"?, "amount"?}
    POST /_control/disputes/{id}/close          {"status": "won" or "lost"}
    POST /_control/events/{id}/resend           deliver an event once more
    GET  /_control/deliveries                   every webhook delivery: state, attempts, last_error
    POST /_control/clock                        {"advance_s": N}: sessions expire and keys age; the
                                                signatures keep to real time

`drop` loses an event for good (only GET /v1/events still tells of it), `delay` and `reorder` hold
it back (`reorder` releases the held ones last in, first out), `duplicate` sends `copies` of it.
"""

from collections.abc import Callable
from typing import Any

from simulators.shared.routing import Answer, Call, Endpoint, Routes, json_answer
from simulators.shared.store import transaction
from simulators.stripe.buyers import Buyer
from simulators.stripe.disputes import close_dispute, open_dispute
from simulators.stripe.ledger import Ledger
from simulators.stripe.payments import pay_by_card, pay_later, settle_later
from simulators.stripe.records import Record
from simulators.stripe.refunds import fail_refund
from simulators.stripe.refusals import ApiRefusal
from simulators.stripe.sessions import expire_due_sessions, expire_session

SESSION = "checkout.session"
DECLINED_CARD = "4000000000000002"
Action = Callable[[Ledger, Call], Any]


def add_control_routes(routes: Routes[Endpoint], ledger: Ledger) -> None:
    """Add every control route except those that the shared middleware answers."""

    def add(method: str, path: str, action: Action) -> None:
        async def endpoint(call: Call) -> Answer:
            try:
                with transaction(ledger.store):
                    return json_answer(200, action(ledger, call))
            except ApiRefusal as refusal:
                return json_answer(refusal.status, refusal.body)
            except (ValueError, KeyError, TypeError) as error:
                return json_answer(400, {"error": {"message": f"bad control call: {error!r}"}})

        routes.add(method, f"/_control/{path}", endpoint)

    add("POST", "sessions/{id}/pay", _pay)
    add("POST", "sessions/{id}/decline", _decline)
    add("POST", "sessions/{id}/expire", _expire)
    add("POST", "sessions/{id}/async/succeed", lambda b, call: _settle(b, call, succeeded=True))
    add("POST", "sessions/{id}/async/fail", lambda b, call: _settle(b, call, succeeded=False))
    add("POST", "refunds/{id}/fail", lambda b, call: fail_refund(b, _get(b, "refund", call)))
    add("POST", "disputes", lambda b, call: open_dispute(b, call.json))
    add("POST", "disputes/{id}/close", _close_dispute)
    add("POST", "events/{id}/resend", _resend)
    add("GET", "deliveries", _deliveries)
    add("POST", "clock", _advance)


def _pay(ledger: Ledger, call: Call) -> Record:
    session, asked = _get(ledger, SESSION, call), call.json
    if session["status"] == "complete":
        # As on the page: pressing twice pays once.
        return session
    buyer = _buyer(session, asked)
    if asked.get("method", "card") == "delayed":
        return pay_later(ledger, session, buyer)
    return pay_by_card(ledger, session, asked.get("card", "4242424242424242"), buyer)


def _decline(ledger: Ledger, call: Call) -> Record:
    session = _get(ledger, SESSION, call)
    card = call.json.get("card", DECLINED_CARD)
    return pay_by_card(ledger, session, card, _buyer(session, call.json))


def _expire(ledger: Ledger, call: Call) -> Record:
    return expire_session(ledger, {}, {"session": call.fields["id"]})


def _settle(ledger: Ledger, call: Call, *, succeeded: bool) -> Record:
    return settle_later(ledger, _get(ledger, SESSION, call), succeeded=succeeded)


def _close_dispute(ledger: Ledger, call: Call) -> Record:
    return close_dispute(ledger, _get(ledger, "dispute", call), call.json["status"])


def _resend(ledger: Ledger, call: Call) -> Record:
    event = _get(ledger, "event", call)
    ledger.events.resend(event)
    return ledger.events.current(event)


def _deliveries(ledger: Ledger, _: Call) -> Record:
    rows = ledger.store.execute("select * from delivery order by number").fetchall()
    return {"deliveries": [dict(row) for row in rows]}


def _advance(ledger: Ledger, call: Call) -> Record:
    ledger.clock.advance(int(call.json["advance_s"]))
    expire_due_sessions(ledger)
    return {"now": ledger.clock.now()}


def _get(ledger: Ledger, kind: str, call: Call) -> Record:
    return ledger.records.get(kind, call.fields["id"])


def _buyer(session: Record, asked: dict[str, Any]) -> Buyer:
    wanted = session["shipping_address_collection"]
    made_up = {
        "line1": "1 Test Street",
        "city": "London",
        "postal_code": "SW1A 1AA",
        "country": wanted["allowed_countries"][0] if wanted else "GB",
    }
    return Buyer(
        email=asked.get("email", "buyer@example.com"),
        name=asked.get("name", "Test Buyer"),
        phone=asked.get("phone"),
        address={**made_up, **asked.get("address", {})},
        shipping_rate=asked.get("shipping_rate"),
    )
