"""The account, its one webhook endpoint, and its events, as the API lists them."""

from typing import Any

from simulators.stripe.ledger import Ledger
from simulators.stripe.paging import list_object, page_of, within
from simulators.stripe.records import Record
from simulators.stripe.refusals import ApiRefusal
from simulators.stripe.settings import API_VERSION

ACCOUNT_ID = "acct_simulator00000"
ENDPOINT_ID = "we_simulator0000000000000"


def retrieve_account(ledger: Ledger, _: dict[str, Any], __: dict[str, str]) -> Record:
    """GET /v1/account."""
    return {
        "id": ACCOUNT_ID,
        "object": "account",
        "business_profile": {"name": "Passepartout"},
        "charges_enabled": True,
        "country": "GB",
        "default_currency": "gbp",
        "details_submitted": True,
        "email": "shop@example.com",
        "metadata": {},
        "payouts_enabled": True,
        "settings": {"dashboard": {"display_name": "Passepartout", "timezone": "Etc/UTC"}},
        "type": "standard",
    }


def list_webhook_endpoints(ledger: Ledger, _: dict[str, Any], __: dict[str, str]) -> Record:
    """GET /v1/webhook_endpoints."""
    endpoints: list[Record] = []
    if ledger.settings.webhook_url:
        endpoints.append(
            {
                "id": ENDPOINT_ID,
                "object": "webhook_endpoint",
                "api_version": API_VERSION,
                "application": None,
                "created": 1767225600,
                "description": None,
                "enabled_events": list(ledger.settings.webhook_events),
                "livemode": False,
                "metadata": {},
                "status": ledger.settings.webhook_status,
                "url": ledger.settings.webhook_url,
            }
        )
    return list_object(endpoints, "/v1/webhook_endpoints", has_more=False)


def retrieve_event(ledger: Ledger, _: dict[str, Any], fields: dict[str, str]) -> Record:
    """GET /v1/events/{id}."""
    return ledger.events.current(ledger.records.get("event", fields["id"]))


def list_events(ledger: Ledger, given: dict[str, Any], _: dict[str, str]) -> Record:
    """GET /v1/events."""
    if "type" in given and "types" in given:
        raise ApiRefusal("You may not provide both `type` and `types`.", param="types")
    types = given.get("types", [given["type"]] if "type" in given else None)
    delivered = given.get("delivery_success")

    def keep(event: Record) -> bool:
        return (
            (types is None or any(_fits(event["type"], wanted) for wanted in types))
            and within(event["created"], given.get("created"))
            and (delivered is None or ledger.events.was_delivered(event) == delivered)
        )

    page = page_of(ledger.records, "event", "/v1/events", given, keep)
    page["data"] = [ledger.events.current(event) for event in page["data"]]
    return page


def _fits(event_type: str, wanted: str) -> bool:
    return event_type == wanted or (wanted.endswith(".*") and event_type.startswith(wanted[:-1]))
