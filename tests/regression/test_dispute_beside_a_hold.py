"""A dispute that took the money and was won once left a held order that nobody was told of."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.orders.status import OrderStatus
from domain.payments.facts import FactKind, PaymentFact
from domain.reconciliation.attention_item import AttentionItem
from domain.reconciliation.order_picture import OrderPicture
from domain.reconciliation.why_gone import why_gone
from domain.shared.money import Money
from tests.contract.sample_order import an_order


@pytest.mark.parametrize("reason", ["amount_differs", "cancelled_but_not_refunded"])
def test_money_that_a_bank_holds_has_not_gone_back(reason: str) -> None:
    order = an_order()
    paid = replace(order, status=OrderStatus.AWAITING_PAYMENT).pay("pi_1", at=order.placed_at)
    captured = Money(order.totals.total.amount - 1, order.totals.currency)

    def fact(kind: FactKind, object_id: str) -> PaymentFact:
        return PaymentFact(
            order_id=order.id,
            kind=kind,
            object_id=object_id,
            amount=captured,
            seen_at=order.placed_at + timedelta(seconds=1),
            payment_intent_id="pi_1",
        )

    item = AttentionItem(id=1, reason=reason, dedupe_key="1", at=order.placed_at)
    facts = [
        fact(FactKind.SUCCEEDED, "cs_1"),
        fact(FactKind.DISPUTED, "dp_1"),
        fact(FactKind.FUNDS_WITHDRAWN, "dp_1"),
    ]
    held = paid.hold("amount_differs")
    picture = OrderPicture(order=held, dropships=(), facts=facts, refunds=())
    assert why_gone(item, picture) is None
    refunded = replace(picture, facts=[*facts[:1], fact(FactKind.REFUND_MADE, "re_1")])
    assert why_gone(item, refunded) == "All of it goes back."


def test_a_refund_that_was_refused_for_a_dispute_is_not_made_by_it() -> None:
    """Once the dispute is won the money is ours again, and the buyer's due is still unpaid."""
    order = an_order()
    paid = replace(order, status=OrderStatus.AWAITING_PAYMENT).pay("pi_1", at=order.placed_at)

    def fact(kind: FactKind, object_id: str) -> PaymentFact:
        return PaymentFact(
            order_id=order.id,
            kind=kind,
            object_id=object_id,
            amount=order.totals.total,
            seen_at=order.placed_at,
            payment_intent_id="pi_1",
        )

    item = AttentionItem(id=1, reason="refund_refused", dedupe_key="1", at=order.placed_at)
    facts = [
        fact(FactKind.SUCCEEDED, "cs_1"),
        fact(FactKind.DISPUTED, "dp_1"),
        fact(FactKind.FUNDS_WITHDRAWN, "dp_1"),
    ]
    picture = OrderPicture(order=paid, dropships=(), facts=facts, refunds=())
    assert why_gone(item, picture) is None
    refunded = replace(picture, facts=[*facts[:1], fact(FactKind.REFUND_MADE, "re_1")])
    assert why_gone(item, refunded) == "The money went back all the same."
