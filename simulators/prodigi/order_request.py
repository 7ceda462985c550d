"""The body of POST /orders: read, checked in full, and echoed in Prodigi's shape."""

from typing import Any

import msgspec

from simulators.prodigi import destinations
from simulators.prodigi.answers import validation_failed
from simulators.prodigi.fields import Fields
from simulators.prodigi.item_request import read_order_item, read_url
from simulators.prodigi.recipient_request import read_recipient
from simulators.prodigi.wire import Document

_METADATA_CHARACTERS_MAX = 2000
_INSERTS = (
    "postcard",
    "flyer",
    "packing_slip_bw",
    "packing_slip_color",
    "sticker_exterior_round",
    "sticker_exterior_rectangle",
    "sticker_interior_round",
    "sticker_interior_rectangle",
)


def read_order(body: Document) -> Document:
    """The order as meant, or a Refusal that names every failure under its JSON path."""
    fields = Fields(body)
    recipient = fields.record("recipient", required=True)
    order = {
        "merchantReference": fields.text("merchantReference", longest=255),
        "shippingMethod": read_shipping_method(fields, required=True),
        "idempotencyKey": fields.text("idempotencyKey", longest=255),
        "callbackUrl": read_url(fields, "callbackUrl"),
        "recipient": read_recipient(recipient) if recipient else None,
        "items": [read_order_item(item) for item in fields.records("items")],
        "packingSlip": _read_packing_slip(fields),
        "branding": _read_branding(fields),
        "metadata": read_metadata(fields),
    }
    fields.close()
    _check_destination(fields, order)
    if fields.failures:
        raise validation_failed(fields.failures)
    return order


def read_shipping_method(fields: Fields, *, required: bool = False) -> str | None:
    return fields.choice("shippingMethod", destinations.SHIPPING_METHODS, required=required)


def read_metadata(fields: Fields) -> Document | None:
    record = fields.record("metadata")
    if record is None:
        return None
    characters = len(msgspec.json.encode(record.values).decode())
    if characters > _METADATA_CHARACTERS_MAX:
        fields.fail("metadata", "MustNotExceed2000Characters", characters)
    return record.values


def _read_packing_slip(fields: Fields) -> Document | None:
    slip = fields.record("packingSlip")
    if slip is None:
        return None
    url = read_url(slip, "url", required=True)
    slip.close()
    return {"url": url, "status": "NotYetDownloaded"}


def _read_branding(fields: Fields) -> Document | None:
    branding = fields.record("branding")
    if branding is None:
        return None
    inserts: dict[str, Any] = {}
    for name in _INSERTS:
        if insert := branding.record(name):
            inserts[name] = {"url": read_url(insert, "url", required=True)}
            insert.close()
    branding.close()
    return inserts


def _check_destination(fields: Fields, order: Document) -> None:
    address = (order["recipient"] or {}).get("address") or {}
    if not (country_code := address.get("countryCode")):
        return
    zone = destinations.zone_of(country_code)
    path = "recipient.address.countryCode"
    if zone is None:
        fields.fail(path, "NotAvailableInDestinationCountry", country_code)
    elif order["shippingMethod"] and order["shippingMethod"] not in zone.shipping:
        code = "NotAvailableInDestinationCountry"
        fields.fail("shippingMethod", code, order["shippingMethod"])
