"""How much of an order's payment may still be given back."""

from collections.abc import Iterable, Sequence

from domain.orders.order import Order
from domain.payments.facts import FactKind, PaymentFact
from domain.payments.refund import Refund, RefundState
from domain.payments.refusals import OrderNotPaid, PaymentDisputed
from domain.payments.status import DisputeStanding, dispute_standing
from domain.payments.sums import sums_of_payment
from domain.shared.money import Money


def refundable(order: Order, facts: Sequence[PaymentFact], refunds: Iterable[Refund]) -> Money:
    """Captured, less what went back and what is intended to, in the currency that was captured.

    Raises OrderNotPaid, and PaymentDisputed while the bank may take the same money back.
    """
    payment = order.payment_intent_id
    if not order.has_been_paid or payment is None:
        raise OrderNotPaid
    if dispute_standing(facts) is not DisputeStanding.NONE:
        raise PaymentDisputed
    intended = sum(
        refund.amount.amount
        for refund in refunds
        if refund.payment_intent_id == payment and refund.state is RefundState.INTENDED
    )
    left = sums_of_payment(facts, payment).left - intended
    return Money(max(0, left), _currency(order, facts))


def _currency(order: Order, facts: Sequence[PaymentFact]) -> str:
    """It differs from the order's where the payment was held for that."""
    for fact in facts:
        if fact.kind is FactKind.SUCCEEDED and fact.payment_intent_id == order.payment_intent_id:
            return fact.amount.currency
    return order.totals.currency
