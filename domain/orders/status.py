"""The states of an order and the only moves between them, as a table."""

from enum import StrEnum

from domain.shared.refusals import Conflict


class OrderStatus(StrEnum):
    DRAFT = "draft"
    AWAITING_PAYMENT = "awaiting_payment"
    PAYMENT_FAILED = "payment_failed"
    EXPIRED = "expired"
    PAID = "paid"
    IN_PRODUCTION = "in_production"
    PARTIALLY_SHIPPED = "partially_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


S = OrderStatus

MOVES: dict[OrderStatus, frozenset[OrderStatus]] = {
    S.DRAFT: frozenset({S.AWAITING_PAYMENT, S.PAID, S.EXPIRED, S.CANCELLED}),
    S.AWAITING_PAYMENT: frozenset({S.PAID, S.PAYMENT_FAILED, S.EXPIRED, S.CANCELLED}),
    S.PAYMENT_FAILED: frozenset({S.AWAITING_PAYMENT, S.PAID, S.EXPIRED, S.CANCELLED}),
    # Money can arrive after the session ran out or was given up; it is honoured.
    S.EXPIRED: frozenset({S.PAID, S.REFUNDED}),
    S.CANCELLED: frozenset({S.PAID, S.REFUNDED}),
    S.PAID: frozenset(
        {S.IN_PRODUCTION, S.PARTIALLY_SHIPPED, S.SHIPPED, S.DELIVERED, S.CANCELLED, S.REFUNDED}
    ),
    S.IN_PRODUCTION: frozenset(
        {S.PARTIALLY_SHIPPED, S.SHIPPED, S.DELIVERED, S.CANCELLED, S.REFUNDED}
    ),
    S.PARTIALLY_SHIPPED: frozenset({S.SHIPPED, S.DELIVERED, S.REFUNDED}),
    S.SHIPPED: frozenset({S.DELIVERED, S.REFUNDED}),
    S.DELIVERED: frozenset({S.REFUNDED}),
    S.REFUNDED: frozenset(),
}

UNPAID = frozenset({S.DRAFT, S.AWAITING_PAYMENT, S.PAYMENT_FAILED, S.EXPIRED})
OPEN_FOR_PAYMENT = frozenset({S.DRAFT, S.AWAITING_PAYMENT, S.PAYMENT_FAILED})
PRODUCIBLE = frozenset({S.PAID, S.IN_PRODUCTION, S.PARTIALLY_SHIPPED})
PRODUCTION_PATH = (S.PAID, S.IN_PRODUCTION, S.PARTIALLY_SHIPPED, S.SHIPPED, S.DELIVERED)


class OrderCannotMove(Conflict):
    """The table of moves has no such step."""

    code = "order_cannot_move"


def check_move(before: OrderStatus, after: OrderStatus) -> None:
    """Raises OrderCannotMove."""
    if after not in MOVES[before]:
        raise OrderCannotMove(f"An order that is {before.value} cannot become {after.value}.")
