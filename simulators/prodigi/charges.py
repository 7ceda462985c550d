"""What an order is charged: one charge for the items and one for their shipping."""

from collections.abc import Sequence
from decimal import Decimal

from simulators.prodigi import catalogue, costs, destinations
from simulators.prodigi.database import Database
from simulators.prodigi.print_orders import PrintOrder
from simulators.prodigi.wire import Document, money

_CURRENCY = "GBP"


def charge(order: PrintOrder, database: Database) -> None:
    lines = [
        (item["id"], None, _item_cost(item["sku"]) * item["copies"])
        for item in order.document["items"]
    ]
    order.document["charges"].append(_charge("Item", lines, order, database))

    shipments = order.document["shipments"]
    each = _shipping_cost(order) / max(1, len(shipments))
    parcels = [(None, shipment["id"], each) for shipment in shipments]
    order.document["charges"].append(_charge("Shipping", parcels, order, database))


def refund(order: PrintOrder, database: Database) -> None:
    """Negative amounts are credits; an order cancelled before production was never charged."""
    charged = sum(
        (Decimal(one["totalCost"]["amount"]) for one in order.document["charges"]), Decimal(0)
    )
    if charged > 0:
        lines = [(None, None, -charged)]
        order.document["charges"].append(_charge("Refund", lines, order, database))


def _charge(
    kind: str,
    lines: Sequence[tuple[str | None, str | None, Decimal]],
    order: PrintOrder,
    database: Database,
) -> Document:
    total = sum((cost for _, _, cost in lines), Decimal(0))
    country_code = order.document["recipient"]["address"]["countryCode"]
    tax = Decimal(0) if kind == "Refund" else costs.tax(total, country_code)
    return {
        "id": f"chg_{database.next_number()}",
        "chargeType": kind,
        "prodigiInvoiceNumber": None,
        "totalCost": money(total + tax, _CURRENCY),
        "totalTax": money(tax, _CURRENCY),
        "items": [
            {
                "id": f"chi_{database.next_number()}",
                "itemId": item_id,
                "shipmentId": shipment_id,
                "cost": money(cost, _CURRENCY),
            }
            for item_id, shipment_id, cost in lines
        ],
    }


def _item_cost(sku: str) -> Decimal:
    product = catalogue.find(sku)
    return costs.unit_cost(product, _CURRENCY) if product else Decimal(0)


def _shipping_cost(order: PrintOrder) -> Decimal:
    zone = destinations.zone_of(order.document["recipient"]["address"]["countryCode"])
    method = order.document["shippingMethod"]
    copies = sum(item["copies"] for item in order.document["items"])
    # A method changed afterwards may be one that the zone does not price.
    if zone is None or method not in zone.shipping:
        return Decimal(0)
    return zone.shipping_cost_gbp(method, copies)
