"""Which orders still need a picture, by how far they are and what became of their prints."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from domain.checkout.session import CheckoutSession
from domain.fulfilment.status import DropshipStatus
from domain.media.picture_use import LinePrint, PictureUse
from domain.orders.status import OrderStatus
from tests.contract.sample_order import an_order

S, D = OrderStatus, DropshipStatus


def use_of(status: OrderStatus, *prints: DropshipStatus, paid: bool = False) -> PictureUse:
    """The n-th print is the n-th try of the same line."""
    order = replace(an_order(lines=1), status=status)
    if paid:
        order = replace(order, paid_at=order.placed_at)
    line_id = order.lines[0].id
    return PictureUse(
        order=order,
        line_ids=(line_id,),
        prints=tuple(
            LinePrint(line_id=line_id, fulfilment_no=number, status=each)
            for number, each in enumerate(prints, 1)
        ),
    )


@pytest.mark.parametrize("status", [S.AWAITING_PAYMENT, S.PAYMENT_FAILED, S.DRAFT])
def test_what_may_still_be_paid_needs_its_picture(status: OrderStatus) -> None:
    use = use_of(status)
    assert use.is_needed(use.order.placed_at + timedelta(minutes=1))


def test_a_draft_whose_payment_page_was_never_opened_needs_it_for_a_day() -> None:
    use = use_of(S.DRAFT)
    assert use.is_needed(use.order.placed_at + timedelta(hours=23))
    assert not use.is_needed(use.order.placed_at + timedelta(hours=25))


@pytest.mark.parametrize("status", [S.EXPIRED, S.CANCELLED])
def test_what_was_given_up_needs_it_while_its_payment_page_may_be_open(
    status: OrderStatus,
) -> None:
    use = use_of(status)
    at = use.order.placed_at
    page = CheckoutSession(
        order_id=use.order.id,
        idempotency_key="k",
        request_body=b"",
        created_at=at,
        expires_at=at + timedelta(minutes=30),
        session_id="cs_1",
    )
    use = replace(use, session=page)
    assert use.is_needed(at + timedelta(minutes=1))
    assert not use.is_needed(at + timedelta(minutes=31))
    assert not replace(use, session=replace(page, settled_at=at)).is_needed(at)


PRODUCTION = [
    ((), True),
    ((D.PENDING,), True),
    ((D.SUBMITTING,), True),
    ((D.SUBMITTED,), True),
    ((D.ON_HOLD,), True),
    ((D.IN_PRODUCTION,), True),
    ((D.FAILED,), True),
    ((D.SHIPPED,), False),
    ((D.COMPLETE,), False),
    ((D.CANCELLED,), False),
    ((D.FAILED, D.SHIPPED), False),
    ((D.FAILED, D.PENDING), True),
    ((D.FAILED, D.CANCELLED), True),
    ((D.SHIPPED, D.PENDING), True),
    ((D.SHIPPED, D.FAILED), True),
    ((D.COMPLETE, D.CANCELLED), False),
]


@pytest.mark.parametrize(("prints", "is_needed"), PRODUCTION)
@pytest.mark.parametrize("status", [S.PAID, S.IN_PRODUCTION, S.PARTIALLY_SHIPPED, S.SHIPPED])
def test_what_was_paid_needs_it_until_all_prints_are_handed_over(
    status: OrderStatus, prints: tuple[DropshipStatus, ...], *, is_needed: bool
) -> None:
    use = use_of(status, *prints, paid=True)
    assert use.is_needed(use.order.placed_at) is is_needed


@pytest.mark.parametrize("status", [S.CANCELLED, S.REFUNDED])
@pytest.mark.parametrize(
    ("print_status", "is_needed"),
    [
        (D.PENDING, False),
        (D.FAILED, False),
        (D.SHIPPED, False),
        (D.SUBMITTING, True),
        (D.SUBMITTED, True),
        (D.ON_HOLD, True),
        (D.IN_PRODUCTION, True),
    ],
)
def test_what_is_over_needs_it_only_while_the_lab_is_at_work(
    status: OrderStatus, print_status: DropshipStatus, *, is_needed: bool
) -> None:
    use = use_of(status, print_status, paid=True)
    assert use.is_needed(use.order.placed_at) is is_needed


def test_another_line_of_the_order_may_still_be_made() -> None:
    use = use_of(S.PARTIALLY_SHIPPED, D.SHIPPED, paid=True)
    assert not use.is_needed(use.order.placed_at)
    both = replace(use, line_ids=(*use.line_ids, uuid4()))
    assert both.is_needed(use.order.placed_at)


@pytest.mark.parametrize("status", OrderStatus)
def test_only_what_may_yet_be_paid_is_held(status: OrderStatus) -> None:
    assert use_of(status).must_be_held is (status in (S.DRAFT, S.EXPIRED, S.CANCELLED))
    assert not use_of(status, paid=True).must_be_held
