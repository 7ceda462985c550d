"""A status that Stripe had added kept a session, or a refund, from ever being read."""

import pytest

from adapters.outbound.stripe.refund_answer import read_refund
from adapters.outbound.stripe.session_answer import read_session
from domain.payments.event import SessionState
from domain.payments.refund import RefundStatus

SESSION = {
    "id": "cs_1",
    "amount_total": 2_500,
    "currency": "gbp",
    "livemode": False,
    "expires_at": 1_800_000_000,
    "payment_intent": "pi_1",
}


@pytest.mark.parametrize("is_paid", [True, False])
def test_a_session_of_an_unknown_state_is_paid_or_may_be(*, is_paid: bool) -> None:
    told = {**SESSION, "status": "resting", "payment_status": "paid" if is_paid else "unpaid"}
    report = read_session(told).as_report()
    assert (report.is_paid, report.state) == (is_paid, SessionState.OPEN)


def test_a_refund_of_an_unknown_state_is_there_and_has_not_failed() -> None:
    report = read_refund(
        {"id": "re_1", "amount": 100, "currency": "gbp", "status": "resting"}
    ).as_report()
    assert report.status is RefundStatus.PENDING
    assert not report.status.has_failed
