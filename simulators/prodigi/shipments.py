"""Parcels of an order: which items travel together, from where, and under which number."""

from simulators.prodigi import destinations
from simulators.prodigi.database import Database
from simulators.prodigi.print_orders import PrintOrder
from simulators.prodigi.wire import Document, timestamp


def allocate(order: PrintOrder, database: Database) -> None:
    """Fills `shipments`; a split order gets one per item, or two for copies of a single item."""
    item_ids = [item["id"] for item in order.document["items"]]
    copies = sum(item["copies"] for item in order.document["items"])
    parcels = [item_ids]
    if order.dials.get("split_shipments"):
        if len(item_ids) > 1:
            parcels = [[item_id] for item_id in item_ids]
        elif copies > 1:
            parcels = [item_ids, item_ids]
    order.document["shipments"] = [_new_shipment(order, parcel, database) for parcel in parcels]


def _new_shipment(order: PrintOrder, item_ids: list[str], database: Database) -> Document:
    zone = destinations.zone_of(order.document["recipient"]["address"]["countryCode"])
    if zone is None:
        raise ValueError(f"{order.id} was accepted for a country that is not served")
    method = order.document["shippingMethod"]
    # A status no client has heard of stands for the enum values that the API may add.
    status = "AwaitingCollection" if order.dials.get("unknown_values") else "Processing"
    return {
        "id": f"shp_{database.next_number()}",
        "status": status,
        "carrier": {"name": zone.carrier, "service": f"{zone.carrier} {method}"},
        "tracking": None,
        "dispatchDate": None,
        "fulfillmentLocation": {"countryCode": zone.lab_country, "labCode": zone.lab_code},
        "items": [{"itemId": item_id} for item_id in item_ids],
    }


def unshipped(order: PrintOrder) -> list[Document]:
    settled = ("Shipped", "Cancelled")
    return [parcel for parcel in order.document["shipments"] if parcel["status"] not in settled]


def ship(shipment: Document) -> None:
    digits = shipment["id"].removeprefix("shp_")
    number = f"SIM{digits[-12:]}"
    shipment["status"] = "Shipped"
    shipment["dispatchDate"] = timestamp()
    shipment["tracking"] = {
        "number": number,
        "url": f"https://tracking.example/{shipment['fulfillmentLocation']['labCode']}/{number}",
    }
