"""Orders move only as the table says, and the table only ever leads forwards."""

from dataclasses import replace
from itertools import product

import pytest

from domain.orders.status import (
    MOVES,
    OPEN_FOR_PAYMENT,
    PRODUCIBLE,
    PRODUCTION_PATH,
    UNPAID,
    OrderCannotMove,
    OrderStatus,
)
from domain.privacy.erasure import without_person
from tests.contract.sample_order import an_order

S = OrderStatus
# The ways back that are meant: another try after a failure, and money that came late.
MEANT = {(S.PAYMENT_FAILED, S.AWAITING_PAYMENT), (S.EXPIRED, S.PAID), (S.CANCELLED, S.PAID)}


@pytest.mark.parametrize(("before", "after"), list(product(OrderStatus, repeat=2)))
def test_an_order_moves_as_the_table_says(before: OrderStatus, after: OrderStatus) -> None:
    order = replace(an_order(), status=before)
    if after in MOVES[before]:
        assert order.move_to(after).status is after
    else:
        with pytest.raises(OrderCannotMove) as refusal:
            order.move_to(after)
        assert before.value in refusal.value.detail
        assert after.value in refusal.value.detail


def test_every_status_has_its_row() -> None:
    assert set(MOVES) == set(OrderStatus)


def test_no_status_moves_to_itself() -> None:
    assert all(status not in moves for status, moves in MOVES.items())


def reachable(start: OrderStatus) -> set[OrderStatus]:
    found: set[OrderStatus] = set()
    waiting = [start]
    while waiting:
        for after in MOVES[waiting.pop()] - found:
            found.add(after)
            waiting.append(after)
    return found


def test_every_status_can_be_reached_from_a_draft() -> None:
    assert reachable(S.DRAFT) == set(OrderStatus) - {S.DRAFT}


def test_nothing_leads_back_from_paid_to_unpaid() -> None:
    for status in (*PRODUCTION_PATH, S.REFUNDED):
        assert not reachable(status) & UNPAID


def test_production_only_goes_forwards() -> None:
    for behind, ahead in product(PRODUCTION_PATH, repeat=2):
        if PRODUCTION_PATH.index(behind) >= PRODUCTION_PATH.index(ahead):
            assert behind is ahead or ahead not in MOVES[behind]
        else:
            assert ahead in reachable(behind)


def test_a_refund_is_the_end() -> None:
    assert MOVES[S.REFUNDED] == frozenset()


def test_whatever_waits_for_payment_can_be_paid() -> None:
    awaiting = OPEN_FOR_PAYMENT | {S.EXPIRED, S.CANCELLED}
    assert all(S.PAID in MOVES[status] for status in awaiting)


def test_only_paid_orders_are_produced() -> None:
    assert set(PRODUCTION_PATH) >= PRODUCIBLE
    assert not PRODUCIBLE & (UNPAID | {S.CANCELLED, S.REFUNDED})
    for status in OrderStatus:
        order = replace(an_order(), status=status)
        assert order.may_be_produced == (status in PRODUCIBLE)
        assert not order.hold("amount_differs").may_be_produced


def test_nothing_is_made_for_somebody_who_was_erased() -> None:
    order = replace(an_order(), status=S.DELIVERED)
    assert order.may_be_reprinted
    assert not without_person(order).may_be_reprinted
    assert not without_person(replace(order, status=S.PAID)).may_be_produced


def test_without_the_ways_back_that_are_meant_no_status_comes_twice() -> None:
    forwards = {
        before: {after for after in moves if (before, after) not in MEANT}
        for before, moves in MOVES.items()
    }
    done: list[OrderStatus] = []
    while len(done) < len(forwards):
        free = [one for one, moves in forwards.items() if one not in done and moves <= set(done)]
        assert free, f"a circle among {set(forwards) - set(done)}"
        done.extend(free)
