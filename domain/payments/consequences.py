"""What refunds and disputes mean for an order, whichever was told first."""

from collections.abc import Iterable

from domain.orders.bought_again import BOUGHT_TWICE
from domain.orders.order import Order
from domain.orders.status import MOVES, OrderStatus
from domain.payments.facts import PaymentFact
from domain.payments.status import DisputeStanding, dispute_standing
from domain.payments.sums import sums_of_payment

DISPUTED = "disputed"
DISPUTE_LOST = "dispute_lost"
REFUND_INTENDED = "refund_intended"
# Nothing is left to decide about these once the payment went back as a whole.
OVER_WITH_THE_MONEY = frozenset(
    {
        REFUND_INTENDED,
        BOUGHT_TWICE,
        "amount_differs",
        "currency_differs",
        "livemode_differs",
        "session_differs",
    }
)
HOLDS = {DisputeStanding.OPEN: DISPUTED, DisputeStanding.LOST: DISPUTE_LOST}


def with_consequences(
    order: Order, before: Iterable[PaymentFact], now: Iterable[PaymentFact]
) -> Order:
    """Held while a dispute is open and after it was lost, released when it was won; over once the
    payment went back as a whole.

    Only what has changed since `before` counts, so that a repeated event does not undo what staff
    decided meanwhile.
    """
    known = list(now)
    if not order.has_been_paid:
        return order
    standing = dispute_standing(known)
    if standing is not dispute_standing(before):
        order = _held(order, standing)
    whole = sums_of_payment(known, order.payment_intent_id).was_refunded_whole
    if whole and OrderStatus.REFUNDED in MOVES[order.status]:
        order = order.move_to(OrderStatus.REFUNDED)
        if order.held_because in OVER_WITH_THE_MONEY:
            order = order.release()
    return order


def _held(order: Order, standing: DisputeStanding) -> Order:
    if standing in HOLDS and order.held_because in (None, DISPUTED, DISPUTE_LOST):
        return order.hold(HOLDS[standing])
    if standing is DisputeStanding.NONE and order.held_because == DISPUTED:
        return order.release()
    return order


def released_from_refund(order: Order, facts: Iterable[PaymentFact]) -> Order:
    """For a refund that will not be made: production goes on, unless the payment is disputed."""
    if order.held_because != REFUND_INTENDED:
        return order
    standing = dispute_standing(facts)
    return order.hold(HOLDS[standing]) if standing in HOLDS else order.release()


def released_by_staff(order: Order, facts: Iterable[PaymentFact]) -> Order:
    """Staff may overrule a dispute, but not by letting go of another hold that stood before it."""
    standing = dispute_standing(facts)
    if standing not in HOLDS or order.held_because in HOLDS.values():
        return order.release()
    return order.hold(HOLDS[standing])
