"""What staff of the lab may do to an order: move it on, release, fail or cancel it."""

from simulators.prodigi import charges, steps
from simulators.prodigi.issues import (
    FAILED_TO_DOWNLOAD,
    PAYMENT_AUTHORISATION,
    add_issue,
    blocks_production,
    issue,
    remove_issues,
)
from simulators.prodigi.lab import Lab
from simulators.prodigi.print_orders import PrintOrder, Step
from simulators.prodigi.production import fail_assets, finish_download


def advance(lab: Lab, order: PrintOrder) -> None:
    """Takes the next step now; pictures still to be fetched count as fetched."""
    if order.held or order.is_cancelled:
        return
    step = steps.following(order)
    if step is Step.DOWNLOADED:
        finish_download(order)
        lab.production.schedule(order)
    elif step is not None:
        lab.production.enter(order, step)


def release(lab: Lab, order: PrintOrder) -> None:
    """Ends a hold, or authorises the payment that an order waits for."""
    remove_issues(order, PAYMENT_AUTHORISATION)
    if order.held:
        lab.production.end_hold(order)
    elif not blocks_production(order) and order.step is Step.CREATED:
        lab.production.schedule(order)


def fail(order: PrintOrder) -> None:
    """As if no attempt at fetching the pictures had succeeded."""
    for item in order.document["items"]:
        text = f"File not downloaded for item '{item['id']}'"
        add_issue(order, issue(item["id"], FAILED_TO_DOWNLOAD, text))
    fail_assets(order, {item["id"] for item in order.document["items"]})


def cancel(lab: Lab, order: PrintOrder) -> None:
    order.held = False
    order.due_at = None
    order.status["stage"] = "Cancelled"
    for shipment in order.document["shipments"]:
        if shipment["status"] != "Shipped":
            shipment["status"] = "Cancelled"
    charges.refund(order, lab.database)
    lab.production.announce(order, steps.STAGE_CANCELLED)


def cancel_last_shipment(order: PrintOrder) -> None:
    """A partial cancel: the rest of the order goes on."""
    shipments = order.document["shipments"]
    if len(shipments) > 1 and shipments[-1]["status"] != "Shipped":
        shipments[-1]["status"] = "Cancelled"
