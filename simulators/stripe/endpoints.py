"""The API's table of endpoints: path, accepted parameters, what answers it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulators.shared.routing import Routes
from simulators.stripe import account, payment_intents, refunds, sessions
from simulators.stripe.ledger import Ledger
from simulators.stripe.paging import PAGING, created_filter
from simulators.stripe.parameters import (
    Reader,
    choice,
    flag,
    group,
    many,
    metadata,
    text,
)
from simulators.stripe.records import Record
from simulators.stripe.session_parameters import SESSION

EXPAND: dict[str, Reader] = {"expand": many(text(), most=20)}
LISTED: dict[str, Reader] = {**PAGING, "created": created_filter}


@dataclass(frozen=True, slots=True)
class ApiEndpoint:
    """Reads its parameters strictly, then acts inside one transaction."""

    read: Reader
    act: Callable[[Ledger, dict[str, Any], dict[str, str]], Record]


def api_routes() -> Routes[ApiEndpoint]:
    """Every endpoint that the simulator knows."""
    routes: Routes[ApiEndpoint] = Routes()

    def add(
        method: str,
        path: str,
        act: Callable[[Ledger, dict[str, Any], dict[str, str]], Record],
        accepted: dict[str, Reader],
        required: tuple[str, ...] = (),
    ) -> None:
        routes.add(method, path, ApiEndpoint(group(accepted, required=required), act))

    all_sessions, one_session = "/v1/checkout/sessions", "/v1/checkout/sessions/{session}"
    needed = ("mode", "line_items", "success_url")
    add("POST", all_sessions, sessions.create_session, SESSION, needed)
    add("GET", all_sessions, sessions.list_sessions, _session_filters())
    add("GET", one_session, sessions.retrieve_session, EXPAND)
    add("POST", one_session, sessions.update_session, {**EXPAND, "metadata": metadata})
    add("POST", f"{one_session}/expire", sessions.expire_session, EXPAND)
    add("GET", f"{one_session}/line_items", sessions.list_line_items, PAGING)

    intent_filters = {**LISTED, "customer": text()}
    add("GET", "/v1/payment_intents", payment_intents.list_intents, intent_filters)
    add("GET", "/v1/payment_intents/{intent}", payment_intents.retrieve_intent, EXPAND)
    add("GET", "/v1/charges/{id}", payment_intents.retrieve_charge, EXPAND)

    refund_filters = {**LISTED, "charge": text(), "payment_intent": text()}
    add("POST", "/v1/refunds", refunds.create_refund, refunds.REFUND)
    add("GET", "/v1/refunds", refunds.list_refunds, refund_filters)
    add("GET", "/v1/refunds/{id}", refunds.retrieve_refund, EXPAND)

    event_filters = {
        **LISTED,
        "type": text(),
        "types": many(text(), most=20),
        "delivery_success": flag,
    }
    add("GET", "/v1/events", account.list_events, event_filters)
    add("GET", "/v1/events/{id}", account.retrieve_event, EXPAND)
    add("GET", "/v1/account", account.retrieve_account, EXPAND)
    add("GET", "/v1/webhook_endpoints", account.list_webhook_endpoints, PAGING)
    return routes


def _session_filters() -> dict[str, Reader]:
    return {
        **LISTED,
        "payment_intent": text(),
        "status": choice("open", "complete", "expired"),
        "customer_details": group({"email": text()}, required=("email",)),
    }
