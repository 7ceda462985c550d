"""How far each line of an order is when some of its prints were made more than once."""

from collections.abc import Sequence
from uuid import UUID

from domain.fulfilment.dropship import Dropship
from domain.fulfilment.status import DropshipStatus, order_status_of
from domain.orders.status import PRODUCTION_PATH, OrderStatus

D = DropshipStatus
IN_VAIN = frozenset({D.CANCELLED, D.FAILED})
RISING = (
    D.CANCELLED,
    D.FAILED,
    D.PENDING,
    D.SUBMITTING,
    D.ON_HOLD,
    D.SUBMITTED,
    D.IN_PRODUCTION,
    D.SHIPPED,
    D.COMPLETE,
)


def is_replaced(part: Dropship, parts: Sequence[Dropship]) -> bool:
    """It came to nothing, and its line is printed again."""
    return part.status in IN_VAIN and any(
        later.line_id == part.line_id
        and later.fulfilment_no > part.fulfilment_no
        and later.status not in IN_VAIN
        for later in parts
    )


def furthest_of_each_line(parts: Sequence[Dropship]) -> list[DropshipStatus]:
    """A line that failed once and was printed again is as far as its second print."""
    furthest: dict[UUID, DropshipStatus] = {}
    for part in parts:
        before = furthest.get(part.line_id, part.status)
        furthest[part.line_id] = max(before, part.status, key=RISING.index)
    return list(furthest.values())


def reached_by(parts: Sequence[Dropship], current: OrderStatus) -> OrderStatus:
    """How far the whole order is; the lab may send even one line of it in several parcels."""
    reached = order_status_of(furthest_of_each_line(parts), current)
    has_left = any(shipment.has_left for part in parts for shipment in part.shipments)
    if current in PRODUCTION_PATH and has_left:
        return max(reached, OrderStatus.PARTIALLY_SHIPPED, key=PRODUCTION_PATH.index)
    return reached
