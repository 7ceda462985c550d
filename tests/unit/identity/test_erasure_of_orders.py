"""An order keeps its address for exactly as long as somebody needs it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.checkout.session import CheckoutSession
from domain.fulfilment.status import DropshipStatus
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.privacy.erasure import is_finished, personal_words, without_person
from domain.shared.erased import ERASED, ERASED_EMAIL, PERSON_ERASED
from tests.contract.sample_goods import NOON
from tests.contract.sample_order import LONDON, an_order

HOUR = timedelta(hours=1)
OVER = {OrderStatus.DELIVERED, OrderStatus.CANCELLED, OrderStatus.REFUNDED, OrderStatus.EXPIRED}
AT_WORK = {
    DropshipStatus.SUBMITTING,
    DropshipStatus.SUBMITTED,
    DropshipStatus.ON_HOLD,
    DropshipStatus.IN_PRODUCTION,
    DropshipStatus.SHIPPED,
}


def order_in(status: OrderStatus) -> Order:
    return replace(an_order(), status=status, placed_at=NOON)


def a_session(order: Order) -> CheckoutSession:
    return CheckoutSession(
        order_id=order.id,
        idempotency_key="key",
        request_body=b"-",
        created_at=NOON,
        expires_at=NOON + HOUR,
        session_id="cs_1",
    )


@pytest.mark.parametrize("status", set(OrderStatus) - {OrderStatus.DRAFT})
def test_an_order_is_over_when_it_can_go_no_further(status: OrderStatus) -> None:
    assert is_finished(order_in(status), None, [], NOON) == (status in OVER)


@pytest.mark.parametrize("status", list(DropshipStatus))
def test_what_the_lab_may_still_ask_about_is_kept(status: DropshipStatus) -> None:
    refunded = order_in(OrderStatus.REFUNDED)
    assert is_finished(refunded, None, [status], NOON) == (status not in AT_WORK)


def test_a_page_that_may_still_be_paid_keeps_its_request() -> None:
    order = order_in(OrderStatus.CANCELLED)
    session = a_session(order)
    assert not is_finished(order, session, [], NOON)
    assert is_finished(order, session, [], NOON + HOUR)
    assert is_finished(order, replace(session, settled_at=NOON), [], NOON)


def test_a_draft_is_over_when_its_page_cannot_be_opened_any_more() -> None:
    order = order_in(OrderStatus.DRAFT)
    unopened = replace(a_session(order), session_id=None)
    day = timedelta(days=1)
    for session, ends in ((None, NOON + day), (unopened, NOON + HOUR + day)):
        assert not is_finished(order, session, [], ends)
        assert is_finished(order, session, [], ends + timedelta(seconds=1))
    assert not is_finished(order, a_session(order), [], NOON + 9 * day)


def test_money_that_comes_in_late_is_held_for_staff() -> None:
    for status in (OrderStatus.EXPIRED, OrderStatus.CANCELLED):
        assert without_person(order_in(status)).held_because == PERSON_ERASED
    assert without_person(order_in(OrderStatus.DELIVERED)).held_because is None
    held = replace(order_in(OrderStatus.CANCELLED), held_because="amount_differs")
    assert without_person(held).held_because == "amount_differs"


def test_only_the_country_stays_of_an_address() -> None:
    full = replace(LONDON, line2="Flat 2", state_or_county="Kent", phone="+44 20 7946 0000")
    left = without_person(replace(order_in(OrderStatus.DELIVERED), address=full)).address
    assert (left.name, left.line1, left.town_or_city) == (ERASED, ERASED, ERASED)
    assert (left.line2, left.state_or_county, left.phone) == (None, None, None)
    assert (left.postal_or_zip_code, left.country_code) == ("", "GB")


def test_an_erased_order_has_no_words_to_look_for() -> None:
    order = order_in(OrderStatus.DELIVERED)
    assert {"Ada Lovelace", "ada@buyer.example"} <= personal_words(order)
    nobodys = replace(without_person(order), email=ERASED_EMAIL)
    assert personal_words(nobodys) == frozenset()
    # Too short to tell a person by: it would be found in half of all rows.
    assert "12" not in personal_words(replace(order, address=replace(LONDON, line1="12")))
