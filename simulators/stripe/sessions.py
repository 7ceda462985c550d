"""Checkout sessions: create, read, change, expire."""

import re
from typing import Any

from simulators.stripe.currencies import check_charge, check_currency
from simulators.stripe.ledger import Ledger
from simulators.stripe.line_items import line_item, shipping_rate
from simulators.stripe.paging import list_object, page_of, within
from simulators.stripe.payment_intents import cancel_intent
from simulators.stripe.records import Record
from simulators.stripe.refusals import ApiRefusal
from simulators.stripe.session_shape import new_session

KIND = "checkout.session"
SHORTEST_S, LONGEST_S = 30 * 60, 24 * 3600
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
EMBEDDED_ITEMS = 10


def create_session(ledger: Ledger, given: dict[str, Any], _: dict[str, str]) -> Record:
    """POST /v1/checkout/sessions."""
    now = ledger.clock.now()
    _check(given)
    expires_at = _expiry(given, now)
    items = [line_item(entry, place, now) for place, entry in enumerate(given["line_items"])]
    currency = _one_currency(items, given)
    rates = [
        shipping_rate(entry, place, currency, now)
        for place, entry in enumerate(given.get("shipping_options", []))
    ]
    session = new_session(
        given,
        subtotal=sum(item["amount_total"] for item in items),
        currency=currency,
        rates=rates,
        expires_at=expires_at,
        now=now,
        base_url=ledger.settings.base_url,
    )
    if session["amount_total"]:
        check_charge(session["amount_total"], currency, "line_items")
    for record in (*rates, session, _intent_data(session["id"], given)):
        ledger.records.save(record)
    ledger.records.save_line_items(session["id"], items)
    return session


def retrieve_session(ledger: Ledger, _: dict[str, Any], fields: dict[str, str]) -> Record:
    """GET /v1/checkout/sessions/{session}."""
    return ledger.records.get(KIND, fields["session"], "session")


def list_sessions(ledger: Ledger, given: dict[str, Any], _: dict[str, str]) -> Record:
    """GET /v1/checkout/sessions."""
    email = given.get("customer_details", {}).get("email")

    def keep(session: Record) -> bool:
        details = session["customer_details"] or {}
        return (
            given.get("payment_intent") in {None, session["payment_intent"]}
            and given.get("status") in {None, session["status"]}
            and email in {None, details.get("email")}
            and within(session["created"], given.get("created"))
        )

    return page_of(ledger.records, KIND, "/v1/checkout/sessions", given, keep)


def update_session(ledger: Ledger, given: dict[str, Any], fields: dict[str, str]) -> Record:
    """POST /v1/checkout/sessions/{session}: metadata is merged, an empty value removes its key."""
    session = ledger.records.get(KIND, fields["session"], "session")
    merged = {**session["metadata"], **given.get("metadata", {})}
    session["metadata"] = {key: value for key, value in merged.items() if value != ""}
    ledger.records.save(session)
    return session


def expire_session(ledger: Ledger, _: dict[str, Any], fields: dict[str, str]) -> Record:
    """POST /v1/checkout/sessions/{session}/expire."""
    session = ledger.records.get(KIND, fields["session"], "session")
    if session["status"] != "open":
        raise ApiRefusal(
            'Only Checkout Sessions with a status in ["open"] can be expired. '
            f"This Checkout Session has a status of {session['status']}."
        )
    return _expired(ledger, session)


def expire_due_sessions(ledger: Ledger) -> None:
    """Expire what nobody paid in time."""
    due = ledger.store.execute(
        "select id from record where kind = 'checkout.session'"
        " and json_extract(json, '$.status') = 'open'"
        " and json_extract(json, '$.expires_at') <= ?",
        (ledger.clock.now(),),
    ).fetchall()
    for row in due:
        _expired(ledger, ledger.records.get(KIND, row["id"]))


def list_line_items(ledger: Ledger, given: dict[str, Any], fields: dict[str, str]) -> Record:
    """GET /v1/checkout/sessions/{session}/line_items, in the order they were given."""
    session_id = ledger.records.get(KIND, fields["session"], "session")["id"]
    items = ledger.records.line_items(session_id)
    ids = [item["id"] for item in items]
    limit, start, end = given.get("limit", 10), 0, len(items)
    for name in ("starting_after", "ending_before"):
        if name in given and given[name] not in ids:
            raise ApiRefusal(f"No such line item: '{given[name]}'", param=name)
    if "starting_after" in given:
        start = ids.index(given["starting_after"]) + 1
    if "ending_before" in given:
        end = ids.index(given["ending_before"])
        start = max(0, end - limit)
        more = start > 0
    else:
        more = end - start > limit
    page = items[start : min(end, start + limit)]
    return list_object(page, f"/v1/checkout/sessions/{session_id}/line_items", has_more=more)


def embedded_line_items(ledger: Ledger, session: Record) -> Record:
    """What `expand[]=line_items` puts into a session."""
    return list_line_items(ledger, {"limit": EMBEDDED_ITEMS}, {"session": session["id"]})


def _expired(ledger: Ledger, session: Record) -> Record:
    session.update(status="expired", url=None)
    ledger.records.save(session)
    cancel_intent(ledger, session["payment_intent"])
    ledger.events.tell("checkout.session.expired", session)
    return session


def _check(given: dict[str, Any]) -> None:
    if given["mode"] != "payment":
        raise ApiRefusal(f"This account cannot use mode `{given['mode']}`.", param="mode")
    if given.get("ui_mode", "hosted_page") != "hosted_page":
        raise ApiRefusal("This account can only use the hosted page.", param="ui_mode")
    if "customer" in given:
        raise ApiRefusal(
            f"No such customer: '{given['customer']}'", code="resource_missing", param="customer"
        )
    if "customer_email" in given and not EMAIL.fullmatch(given["customer_email"]):
        raise ApiRefusal(
            f"Invalid email address: {given['customer_email']}",
            code="email_invalid",
            param="customer_email",
        )
    for place, country in enumerate(
        given.get("shipping_address_collection", {}).get("allowed_countries", [])
    ):
        if not (len(country) == 2 and country.isascii() and country.isupper()):
            raise ApiRefusal(
                f"Invalid country: {country}",
                param=f"shipping_address_collection[allowed_countries][{place}]",
            )


def _expiry(given: dict[str, Any], now: int) -> int:
    expires_at = int(given.get("expires_at", now + LONGEST_S))
    if not now + SHORTEST_S <= expires_at <= now + LONGEST_S:
        raise ApiRefusal(
            "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout "
            "Session creation.",
            param="expires_at",
        )
    return expires_at


def _one_currency(items: list[Record], given: dict[str, Any]) -> str:
    currencies = {item["currency"] for item in items} | {given.get("currency")} - {None}
    if len(currencies) != 1:
        raise ApiRefusal("All line items must have the same currency.", param="line_items")
    currency = str(currencies.pop())
    check_currency(currency, "line_items[0][price_data][currency]")
    return currency


def _intent_data(session_id: str, given: dict[str, Any]) -> Record:
    return {
        "id": f"{session_id}:intent",
        "object": "payment_intent_data",
        **given.get("payment_intent_data", {}),
    }
