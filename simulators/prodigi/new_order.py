"""A freshly created order: its ids, its untouched status, and what the dials say of it."""

from typing import Any

from simulators.prodigi.database import Database
from simulators.prodigi.print_orders import PrintOrder
from simulators.prodigi.wire import Document, timestamp

STAGES_OF_WORK = (
    "downloadAssets",
    "printReadyAssetsPrepared",
    "allocateProductionLocation",
    "inProduction",
    "shipping",
)


def new_order(request: Document, dials: Document, database: Database) -> PrintOrder:
    number = database.next_number()
    now = timestamp()
    document = {
        "id": f"ord_{number}",
        "created": now,
        "lastUpdated": now,
        "callbackUrl": request["callbackUrl"],
        "merchantReference": request["merchantReference"],
        "shippingMethod": request["shippingMethod"],
        "idempotencyKey": request["idempotencyKey"],
        "status": {
            "stage": "InProgress",
            "issues": [],
            "details": dict.fromkeys(STAGES_OF_WORK, "NotStarted"),
        },
        "charges": [],
        "shipments": [],
        "recipient": request["recipient"],
        "items": [_new_item(item, database) for item in request["items"]],
        "packingSlip": request["packingSlip"],
        "branding": request["branding"],
        "metadata": request["metadata"],
    }
    return PrintOrder(
        number=number, document=document, held=bool(dials.get("on_hold")), dials=dials
    )


def _new_item(item: Document, database: Database) -> Document:
    assets: list[Any] = [
        {
            "id": f"ast_{database.next_number()}",
            **asset,
            "thumbnailUrl": None,
            "status": "InProgress",
        }
        for asset in item["assets"]
    ]
    return {
        "id": f"ori_{database.next_number()}",
        "status": "NotYetDownloaded",
        **item,
        "assets": assets,
    }
