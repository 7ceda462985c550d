"""Payment status is the same for the same facts, however they came."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.payments.facts import FactKind, PaymentFact
from domain.payments.status import PaymentStatus, payment_status
from domain.payments.sums import captured_minor, refunded_minor
from domain.shared.money import Money

F, P = FactKind, PaymentStatus


def fact(kind: FactKind, amount: int = 1_000, about: str = "one") -> PaymentFact:
    return PaymentFact(
        order_id=UUID(int=1),
        kind=kind,
        object_id=about,
        amount=Money(amount, "GBP"),
        seen_at=datetime(2026, 3, 1, tzinfo=UTC),
    )


FACTS = st.lists(
    st.builds(
        fact,
        st.sampled_from(FactKind),
        st.sampled_from([0, 400, 600, 1_000]),
        st.sampled_from(["one", "two"]),
    ),
    max_size=8,
)


@given(st.data(), FACTS)
def test_order_and_repetition_do_not_matter(data: st.DataObject, facts: list[PaymentFact]) -> None:
    again = data.draw(st.lists(st.sampled_from(facts), max_size=8)) if facts else []
    shuffled = data.draw(st.permutations([*facts, *again]))
    assert payment_status(shuffled) is payment_status(facts)
    assert refunded_minor(shuffled) == refunded_minor(facts)
    assert captured_minor(shuffled) == captured_minor(facts)


@given(FACTS)
def test_what_was_paid_once_is_never_unpaid_again(facts: list[PaymentFact]) -> None:
    paid = payment_status([*facts, fact(F.SUCCEEDED, about="the payment")])
    assert paid not in (P.NONE, P.PROCESSING, P.FAILED)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ([], P.NONE),
        ([fact(F.PROCESSING)], P.PROCESSING),
        ([fact(F.FAILED), fact(F.PROCESSING)], P.FAILED),
        ([fact(F.SESSION_EXPIRED)], P.FAILED),
        ([fact(F.SUCCEEDED), fact(F.SESSION_EXPIRED)], P.SUCCEEDED),
        ([fact(F.SUCCEEDED), fact(F.REFUNDED, 400)], P.PARTIALLY_REFUNDED),
        ([fact(F.SUCCEEDED), fact(F.REFUNDED, 400), fact(F.REFUNDED, 1_000)], P.REFUNDED),
        ([fact(F.SUCCEEDED), fact(F.REFUNDED, 600), fact(F.REFUNDED, 400, "two")], P.REFUNDED),
        ([fact(F.SUCCEEDED), fact(F.REFUNDED, 0)], P.SUCCEEDED),
        ([fact(F.REFUNDED)], P.NONE),
        ([fact(F.SUCCEEDED), fact(F.DISPUTED)], P.DISPUTED),
        ([fact(F.SUCCEEDED), fact(F.DISPUTED), fact(F.DISPUTE_WON)], P.SUCCEEDED),
        ([fact(F.SUCCEEDED), fact(F.DISPUTED), fact(F.DISPUTE_WON, about="two")], P.DISPUTED),
    ],
)
def test_each_set_of_facts_has_its_status(facts: list[PaymentFact], status: PaymentStatus) -> None:
    assert payment_status(facts) is status
    assert payment_status(facts[::-1]) is status
