"""A ledger sums up, whatever was told in whatever order, and a check finds what does not."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from domain.orders.order import Order
from domain.payments.facts import FactKind, PaymentFact
from domain.payments.ledger import ledger_of
from domain.payments.ledger_check import ledger_mismatches
from domain.payments.refund import Refund, RefundReason, refund_key
from domain.payments.sums import sums_of_payment
from domain.shared.money import Money
from tests.contract.sample_order import an_order

F = FactKind
AT = datetime(2026, 3, 1, tzinfo=UTC)


def fact(kind: FactKind, amount: int, about: str, payment: str = "pi_1") -> PaymentFact:
    return PaymentFact(
        order_id=uuid4(),
        kind=kind,
        object_id=about,
        amount=Money(amount, "GBP"),
        seen_at=AT,
        payment_intent_id=payment,
    )


def paid() -> tuple[Order, PaymentFact]:
    order = an_order().await_payment().pay("pi_1", at=AT)
    return order, fact(F.SUCCEEDED, order.totals.total.amount, "cs_1")


FACTS = st.lists(
    st.builds(
        fact,
        st.sampled_from(FactKind),
        st.sampled_from([0, 400, 600, 1_000]),
        st.sampled_from(["one", "two", "three"]),
        st.sampled_from(["", "pi_1", "pi_2"]),
    ),
    max_size=10,
)


@given(st.data(), FACTS)
def test_its_rows_come_to_its_sums_in_any_order(
    data: st.DataObject, facts: list[PaymentFact]
) -> None:
    ledger = ledger_of(facts)
    for balance in ledger.balances:
        assert sum(row.amount.amount for row in ledger.entries) == balance.net
    again = ledger_of(data.draw(st.permutations([*facts, *facts])))
    assert again.balances == ledger.balances
    assert set(again.entries) == set(ledger.entries)


@given(st.data(), st.lists(st.tuples(st.sampled_from([100, 200, 300]), st.booleans()), max_size=4))
def test_told_as_objects_and_as_sums_a_refund_counts_once(
    data: st.DataObject, refunds: list[tuple[int, bool]]
) -> None:
    """As Stripe would: each refund, the charge's sum after it, and some that fail afterwards."""
    facts, on_charge, net = [fact(F.SUCCEEDED, 1_200, "cs_1")], 0, 0
    for number, (amount, fails) in enumerate(refunds):
        on_charge += amount
        facts += [
            fact(F.REFUND_MADE, amount, f"re_{number}"),
            fact(F.REFUNDED, on_charge, "ch_1"),
        ]
        if fails:
            on_charge -= amount
            facts.append(fact(F.REFUND_FAILED, amount, f"re_{number}"))
        net += 0 if fails else amount
    told = data.draw(st.permutations(facts))
    sums = sums_of_payment(told, "pi_1")
    assert (sums.refunded, sums.refunded_besides, sums.left) == (net, 0, 1_200 - net)


def test_what_only_the_charge_tells_so_far_is_in_it() -> None:
    _, payment = paid()
    known = [payment, fact(F.REFUND_MADE, 300, "re_1"), fact(F.REFUNDED, 500, "ch_1")]
    rows = {(row.object_id, row.amount.amount) for row in ledger_of(known).entries}
    assert rows == {("cs_1", payment.amount.amount), ("re_1", -300), ("ch_1", -200)}


def test_a_ledger_that_sums_up_has_no_mismatch() -> None:
    order, payment = paid()
    made = a_refund(order).made("re_1")
    assert ledger_mismatches(order, [payment, fact(F.REFUND_MADE, 500, "re_1")], [made]) == []


def test_every_mismatch_is_said_in_words() -> None:
    order, payment = paid()
    total = payment.amount.amount

    def said(*facts: PaymentFact, refunds: tuple[Refund, ...] = (), of: Order = order) -> str:
        return "; ".join(ledger_mismatches(of, facts, refunds))

    assert "not paid" in said(payment, of=an_order())
    assert f"not {total}" in said(fact(F.SUCCEEDED, total - 1, "cs_1"))
    assert "more was refunded" in said(payment, fact(F.REFUND_MADE, total + 1, "re_1"))
    assert "is produced" in said(payment, fact(F.REFUNDED, total, "ch_1"))
    assert "seen None" in said(payment, refunds=(a_refund(order).made("re_1"),))
    assert "once more" in said(payment, fact(F.SUCCEEDED, total, "cs_2", "pi_2"))
    assert "is over" in said(payment, of=order.hold("disputed"))
    assert said(payment, refunds=(replace(a_refund(order), note=""),)) == ""


def a_refund(order: Order) -> Refund:
    return Refund(
        id=uuid4(),
        order_id=order.id,
        payment_intent_id="pi_1",
        purpose="staff-1",
        idempotency_key=refund_key(order.id, "pi_1", "staff-1"),
        request_body=b"{}",
        amount=Money(500, "GBP"),
        reason=RefundReason.DUPLICATE,
        note="",
        actor="staff",
        intended_at=AT,
    )
