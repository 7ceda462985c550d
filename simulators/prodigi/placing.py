"""POST /orders: one order per idempotency key, for ever."""

from simulators.prodigi.issues import add_dialled_issues, blocks_production
from simulators.prodigi.lab import Lab
from simulators.prodigi.new_order import new_order
from simulators.prodigi.order_request import read_order
from simulators.prodigi.print_orders import PrintOrder
from simulators.prodigi.wire import Document


def place_order(lab: Lab, body: Document) -> tuple[str, Document]:
    """The outcome and the order to answer with; a Refusal if the body is not valid.

    The documented rule for a known key is that the existing order wins, whatever the body says.
    """
    key = body.get("idempotencyKey")
    if isinstance(key, str) and (existing := lab.orders.find_by_key(key)):
        return "AlreadyExists", _replayed(existing)

    request = read_order(body)
    with lab.database.transaction():
        order = new_order(request, lab.dials.take_next_order(), lab.database)
        unavailable = lab.dials.read("unavailable_skus", [])
        add_dialled_issues(order, unavailable, lab.settings.origin)
        if not order.held and not blocks_production(order):
            lab.production.schedule(order)
        elif order.held:
            lab.production.schedule_release(order)
        lab.orders.add(order)
    lab.production.loop.wake()
    return _outcome(order), _as_answered(order)


def _outcome(order: PrintOrder) -> str:
    if order.held:
        return "OnHold"
    return "CreatedWithIssues" if order.status["issues"] else "Created"


def _as_answered(order: PrintOrder) -> Document:
    """Of an order on hold the API tells nothing but its id."""
    return {"id": order.id} if order.held else order.document


def _replayed(order: PrintOrder) -> Document:
    if order.dials.get("sparse_already_exists"):
        return {"id": order.id}
    return _as_answered(order)
