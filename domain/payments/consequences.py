"""What refunds and disputes mean for an order, whichever was told first."""

from collections.abc import Iterable

from domain.orders.order import Order
from domain.orders.status import MOVES, OrderStatus
from domain.payments.facts import FactKind, PaymentFact, captured_minor, refunded_minor


def stopped_if_money_went_back(order: Order, facts: Iterable[PaymentFact]) -> Order:
    """Refunded in full, it is over; disputed, even if won by now, it waits for staff."""
    known = list(facts)
    if not order.has_been_paid:
        return order
    if order.held_because is None and any(fact.kind is FactKind.DISPUTED for fact in known):
        order = order.hold("disputed")
    whole_sum = 0 < captured_minor(known) <= refunded_minor(known)
    if whole_sum and OrderStatus.REFUNDED in MOVES[order.status]:
        order = order.move_to(OrderStatus.REFUNDED)
    return order
