"""Does an order's ledger sum up, and does it fit the order and the refunds that we asked for?"""

from collections import Counter
from collections.abc import Iterable, Sequence

from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.payments.consequences import DISPUTE_LOST, DISPUTED
from domain.payments.facts import FactKind, PaymentFact, about
from domain.payments.ledger import ledger_of
from domain.payments.refund import Refund, RefundState
from domain.payments.status import DisputeStanding, dispute_standing
from domain.payments.sums import sums_of_each_payment, sums_of_payment


def ledger_mismatches(
    order: Order, facts: Iterable[PaymentFact], refunds: Iterable[Refund]
) -> Sequence[str]:
    """Fact I6 of docs/promise.md, in words for staff; nothing where all is well."""
    known, asked = list(facts), list(refunds)
    return [
        *_sums(known),
        *_order(order, known),
        *_refunds(order, known, asked),
    ]


def _sums(facts: Sequence[PaymentFact]) -> list[str]:
    wrong = []
    ledger = ledger_of(facts)
    twice = Counter((entry.kind, entry.object_id) for entry in ledger.entries)
    wrong += [
        f"{kind.value} {object_id} is there twice"
        for (kind, object_id), n in twice.items()
        if n > 1
    ]
    for balance in ledger.balances:
        rows = [e.amount.amount for e in ledger.entries if e.amount.currency == balance.currency]
        if sum(rows) != balance.net:
            wrong.append(f"the rows come to {sum(rows)} {balance.currency}, not {balance.net}")
    for payment in sums_of_each_payment(facts):
        if payment.captured and payment.refunded > payment.captured:
            wrong.append(f"more was refunded than captured of {payment.payment_intent_id}")
        if payment.refunded < 0 or (payment.disputed < 0):
            wrong.append(f"more came back than went away of {payment.payment_intent_id}")
    return wrong


def _order(order: Order, facts: Sequence[PaymentFact]) -> list[str]:
    if not order.has_been_paid:
        captured = about(facts, FactKind.SUCCEEDED)
        return [f"{each} was captured but the order is not paid" for each in sorted(captured)]
    wrong = []
    payment = sums_of_payment(facts, order.payment_intent_id)
    # What staff let pass although it is not the total is no mismatch any more.
    differs = payment.captured not in (order.totals.total.amount, order.accepted_minor)
    if differs and order.held_because is None and order.status is not OrderStatus.REFUNDED:
        wrong.append(f"{payment.captured} was captured, not {order.totals.total.amount}")
    if payment.was_refunded_whole and order.may_be_produced:
        wrong.append("the payment went back as a whole, but the order is produced")
    is_open = dispute_standing(facts) is not DisputeStanding.NONE
    if order.held_because in (DISPUTED, DISPUTE_LOST) and not is_open:
        wrong.append("the order is held for a dispute that is over")
    return wrong


def _refunds(order: Order, facts: Sequence[PaymentFact], refunds: Sequence[Refund]) -> list[str]:
    wrong = []
    told = {payment.payment_intent_id: payment for payment in sums_of_each_payment(facts)}
    for refund in refunds:
        if refund.state is not RefundState.MADE:
            continue
        payment = told.get(refund.payment_intent_id)
        seen = payment.refunds.get(refund.refund_id or "") if payment else None
        if seen != refund.amount.amount:
            wrong.append(f"{refund.refund_id} was made with {refund.amount.amount}, seen {seen}")
    paid = {name for name, payment in told.items() if payment.captured}
    # A second payment of an order goes back by itself.
    for surplus in sorted(paid - {order.payment_intent_id or ""}):
        if not any(refund.payment_intent_id == surplus for refund in refunds):
            wrong.append(f"{surplus} paid the order once more and is not refunded")
    return wrong
