"""The issues an order can have, with the error codes of the reference."""

from decimal import Decimal

from simulators.prodigi.print_orders import PrintOrder
from simulators.prodigi.wire import Document, money

NOT_DOWNLOADED = "order.items.assets.NotDownloaded"
FAILED_TO_DOWNLOAD = "order.items.assets.FailedToDownloaded"  # as the reference spells it
ITEM_UNAVAILABLE = "order.items.ItemUnavailable"
PAYMENT_AUTHORISATION = "RequiresPaymentAuthorisation"
# Made up: clients must live with codes that they have never seen.
PHONE_NUMBER_DEFAULTED = "order.recipient.PhoneNumberDefaulted"


def issue(object_id: str, error_code: str, description: str) -> Document:
    return {
        "objectId": object_id,
        "errorCode": error_code,
        "description": description,
        "authorisationDetails": None,
    }


def add_issue(order: PrintOrder, found: Document) -> None:
    order.status["issues"].append(found)


def remove_issues(order: PrintOrder, error_code: str) -> None:
    kept = [one for one in order.status["issues"] if one["errorCode"] != error_code]
    order.status["issues"] = kept


def add_dialled_issues(order: PrintOrder, unavailable_skus: list[str], origin: str) -> None:
    """The issues with which an order is born; the last two keep it from being produced."""
    if order.dials.get("created_with_issues"):
        add_issue(
            order,
            issue(
                order.id, PHONE_NUMBER_DEFAULTED, "A default phone number is given to the courier"
            ),
        )
    for item in order.document["items"]:
        if order.dials.get("sku_unavailable") or item["sku"] in unavailable_skus:
            text = f"Item '{item['id']}' ({item['sku']}) is out of stock"
            add_issue(order, issue(item["id"], ITEM_UNAVAILABLE, text))
    if order.dials.get("payment_authorisation"):
        found = issue(order.id, PAYMENT_AUTHORISATION, "The payment must be authorised")
        found["authorisationDetails"] = {
            "authorisationUrl": f"{origin}/#{order.id}",
            "paymentDetails": money(Decimal("195.02"), "USD"),
        }
        add_issue(order, found)


def blocks_production(order: PrintOrder) -> bool:
    codes = {one["errorCode"] for one in order.status["issues"]}
    return bool(codes & {ITEM_UNAVAILABLE, PAYMENT_AUTHORISATION})
