"""An order is bought again as far as another page of its cart brought the buyer the same."""

from dataclasses import replace
from uuid import UUID

import pytest

from domain.orders.bought_again import BoughtAgain, bought_again
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from tests.contract.sample_order import an_order

DOG, CAT, MY_DOG = UUID(int=1), UUID(int=2), UUID(int=3)


def order_of(pieces: dict[UUID, int], status: OrderStatus = OrderStatus.PAID) -> Order:
    order = an_order(lines=len(pieces))
    lines = zip(order.lines, pieces.items(), strict=True)
    bought = tuple(replace(line, product_id=it, quantity=count) for line, (it, count) in lines)
    return replace(order, lines=bought, status=status)


@pytest.mark.parametrize(
    ("earlier", "again"),
    [
        ({DOG: 1}, BoughtAgain.WHOLLY),
        ({DOG: 2, CAT: 1}, BoughtAgain.WHOLLY),
        ({CAT: 1}, None),
        ({}, None),
    ],
)
def test_one_piece_is_compared_with_what_was_bought(
    earlier: dict[UUID, int], again: BoughtAgain | None
) -> None:
    assert bought_again(order_of({DOG: 1}), [order_of(earlier)], {}) is again


@pytest.mark.parametrize("wanted", [{DOG: 2}, {DOG: 1, CAT: 1}])
def test_more_than_was_bought_is_partly_bought_again(wanted: dict[UUID, int]) -> None:
    assert bought_again(order_of(wanted), [order_of({DOG: 1})], {}) is BoughtAgain.PARTLY


def test_several_earlier_payments_count_together() -> None:
    earlier = [order_of({DOG: 1}), order_of({CAT: 1})]
    assert bought_again(order_of({DOG: 1, CAT: 1}), earlier, {}) is BoughtAgain.WHOLLY


def test_what_is_held_may_go_back_and_refunds_nothing_by_itself() -> None:
    held = order_of({DOG: 1}).hold("amount_differs")
    assert bought_again(order_of({DOG: 1}), [held], {}) is BoughtAgain.PARTLY


@pytest.mark.parametrize("over", [OrderStatus.CANCELLED, OrderStatus.REFUNDED])
def test_what_is_over_brings_nobody_anything(over: OrderStatus) -> None:
    assert bought_again(order_of({DOG: 1}), [order_of({DOG: 1}, over)], {}) is None


def test_a_guests_product_is_the_users_since_a_merge() -> None:
    earlier = [order_of({MY_DOG: 1})]
    assert bought_again(order_of({DOG: 1}), earlier, {DOG: MY_DOG}) is BoughtAgain.WHOLLY
    assert bought_again(order_of({DOG: 1}), earlier, {}) is None
