"""The states of one production order at the print lab, in the order they can only grow."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from domain.orders.status import PRODUCTION_PATH, OrderStatus


class DropshipStatus(StrEnum):
    PENDING = "pending"
    SUBMITTING = "submitting"
    SUBMITTED = "submitted"
    ON_HOLD = "on_hold"
    IN_PRODUCTION = "in_production"
    SHIPPED = "shipped"
    COMPLETE = "complete"
    FAILED = "failed"
    CANCELLED = "cancelled"


D = DropshipStatus

UNDER_WAY = frozenset({D.PENDING, D.SUBMITTING, D.SUBMITTED, D.ON_HOLD, D.IN_PRODUCTION})
NOT_BEGUN = frozenset({D.SUBMITTED, D.ON_HOLD})
FOLLOWABLE = frozenset({D.SUBMITTED, D.ON_HOLD, D.IN_PRODUCTION, D.SHIPPED})

MOVES: dict[DropshipStatus, frozenset[DropshipStatus]] = {
    D.PENDING: frozenset({D.SUBMITTING, D.CANCELLED}),
    # An answer that was lost comes back later, with whatever the lab has done by then; where the
    # lab was surely not reached, nothing is under way and it may still be called off.
    D.SUBMITTING: frozenset(
        {
            D.PENDING,
            D.SUBMITTED,
            D.ON_HOLD,
            D.IN_PRODUCTION,
            D.SHIPPED,
            D.COMPLETE,
            D.FAILED,
            D.CANCELLED,
        }
    ),
    D.SUBMITTED: frozenset(
        {D.ON_HOLD, D.IN_PRODUCTION, D.SHIPPED, D.COMPLETE, D.FAILED, D.CANCELLED}
    ),
    # Staff may have the same bytes sent once more: the lab answers with the order it has, if any.
    D.ON_HOLD: frozenset(
        {D.SUBMITTING, D.SUBMITTED, D.IN_PRODUCTION, D.SHIPPED, D.COMPLETE, D.FAILED, D.CANCELLED}
    ),
    D.IN_PRODUCTION: frozenset({D.SHIPPED, D.COMPLETE, D.FAILED, D.CANCELLED}),
    D.SHIPPED: frozenset({D.COMPLETE}),
    D.COMPLETE: frozenset(),
    D.FAILED: frozenset(
        {
            D.PENDING,
            D.SUBMITTING,
            D.SUBMITTED,
            D.ON_HOLD,
            D.IN_PRODUCTION,
            D.SHIPPED,
            D.COMPLETE,
            D.CANCELLED,
        }
    ),
    D.CANCELLED: frozenset(),
}


def can_move(before: DropshipStatus, after: DropshipStatus) -> bool:
    return after in MOVES[before]


def order_status_of(dropships: Iterable[DropshipStatus], current: OrderStatus) -> OrderStatus:
    """How far the whole order is, given its parts; never behind where it already was.

    Cancelled parts no longer count; an order outside the production path stays where it is.
    """
    parts = [status for status in dropships if status is not D.CANCELLED]
    if current not in PRODUCTION_PATH or not parts:
        return current
    reached = _reached(parts)
    return max(reached, current, key=PRODUCTION_PATH.index)


def _reached(parts: Sequence[DropshipStatus]) -> OrderStatus:
    out_of_the_door = [status for status in parts if status in (D.SHIPPED, D.COMPLETE)]
    if all(status is D.COMPLETE for status in parts):
        return OrderStatus.DELIVERED
    if len(out_of_the_door) == len(parts):
        return OrderStatus.SHIPPED
    if out_of_the_door:
        return OrderStatus.PARTIALLY_SHIPPED
    started = any(status is D.IN_PRODUCTION for status in parts)
    return OrderStatus.IN_PRODUCTION if started else OrderStatus.PAID
