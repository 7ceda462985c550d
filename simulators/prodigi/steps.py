"""The life cycle after the pictures have arrived: what each step changes and announces."""

from simulators.prodigi import charges, shipments
from simulators.prodigi.database import Database
from simulators.prodigi.print_orders import PrintOrder, Step

# Seconds that pass before a step is taken, at time factor 1.
SECONDS_BEFORE = {
    Step.DOWNLOADING: 20.0,
    Step.ALLOCATED: 20.0,
    Step.PREPARED: 30.0,
    Step.IN_PRODUCTION: 60.0,
    Step.SHIPPING: 60.0,
    Step.COMPLETE: 120.0,
}
CAN_STILL_BE_CHANGED = (Step.CREATED, Step.DOWNLOADING, Step.DOWNLOADED, Step.ALLOCATED)

STAGE_IN_PROGRESS = "status.stage.changed#InProgress"
STAGE_COMPLETE = "status.stage.changed#Complete"
STAGE_CANCELLED = "status.stage.changed#Cancelled"
SHIPMENT_COMPLETE = "shipments.shipment#Complete"


def following(order: PrintOrder) -> Step | None:
    """The step after the present one; parcels of a split order leave one after the other."""
    if order.step is Step.SHIPPING and shipments.unshipped(order):
        return Step.SHIPPING
    after = list(Step)
    place = after.index(order.step) + 1
    return after[place] if place < len(after) else None


def enter(order: PrintOrder, step: Step, database: Database) -> str | None:
    """Takes the step and returns the change to announce, if there is one."""
    details = order.status["details"]
    order.step = step
    if step is Step.DOWNLOADING:
        details["downloadAssets"] = "InProgress"
        return STAGE_IN_PROGRESS
    if step is Step.ALLOCATED:
        details["allocateProductionLocation"] = "Complete"
        details["printReadyAssetsPrepared"] = "InProgress"
        shipments.allocate(order, database)
    elif step is Step.PREPARED:
        details["printReadyAssetsPrepared"] = "Complete"
    elif step is Step.IN_PRODUCTION:
        details["inProduction"] = "InProgress"
        charges.charge(order, database)
        if order.dials.get("unknown_values"):
            details["qualityControl"] = "Paused"
    elif step is Step.SHIPPING:
        details["shipping"] = "InProgress"
        shipments.ship(shipments.unshipped(order)[0])
        return SHIPMENT_COMPLETE
    elif step is Step.COMPLETE:
        return _complete(order)
    return None


def _complete(order: PrintOrder) -> str:
    order.status["stage"] = "Complete"
    order.status["details"] = dict.fromkeys(order.status["details"], "Complete")
    if order.document["packingSlip"]:
        order.document["packingSlip"]["status"] = "Success"
    return STAGE_COMPLETE
