"""Reports of the lab come in any order; neither a part nor its order ever goes back."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.fulfilment.dropship import Dropship, DropshipCannotMove, Shipment, production_key
from domain.fulfilment.status import MOVES, DropshipStatus, order_status_of
from domain.orders.status import PRODUCTION_PATH, OrderStatus

D = DropshipStatus
AT = datetime(2026, 3, 1, tzinfo=UTC)
REPORTS = st.sampled_from(
    [D.SUBMITTED, D.ON_HOLD, D.IN_PRODUCTION, D.SHIPPED, D.COMPLETE, D.FAILED, D.CANCELLED]
)
FAR = {D.SUBMITTED: 0, D.ON_HOLD: 0, D.IN_PRODUCTION: 1, D.SHIPPED: 2, D.COMPLETE: 3}


def a_dropship(status: DropshipStatus = D.SUBMITTED) -> Dropship:
    return Dropship(
        id=UUID(int=1),
        order_id=UUID(int=2),
        line_id=UUID(int=3),
        fulfilment_no=1,
        idempotency_key="key",
        callback_token="token",
        request_body=b"{}",
        status=status,
    )


def parcel(has_left: bool, number: str | None = None) -> Shipment:
    return Shipment(
        id="shp_1", carrier="Post", tracking_number=number, tracking_url=None, has_left=has_left
    )


@pytest.mark.parametrize(("before", "after"), list(product(DropshipStatus, repeat=2)))
def test_a_part_moves_as_the_table_says(before: DropshipStatus, after: DropshipStatus) -> None:
    part = a_dropship(before)
    if after in MOVES[before]:
        assert part.move_to(after).status is after
    else:
        with pytest.raises(DropshipCannotMove):
            part.move_to(after)
        assert part.seen(after, (), None, at=AT).status is before


@given(st.lists(REPORTS.filter(lambda status: status in FAR), max_size=12))
def test_production_is_never_seen_to_go_back(reports: list[DropshipStatus]) -> None:
    part = a_dropship()
    for status in reports:
        after = part.seen(status, (), None, at=AT)
        assert FAR[after.status] >= FAR[part.status]
        part = after
    assert FAR[part.status] == max([0, *(FAR[status] for status in reports)])


@given(st.lists(REPORTS, max_size=12))
def test_what_has_left_the_lab_stays_out_whatever_it_reports(reports: list[DropshipStatus]) -> None:
    part = a_dropship(D.SHIPPED)
    for status in reports:
        part = part.seen(status, (), None, at=AT)
    assert part.status in (D.SHIPPED, D.COMPLETE)


@pytest.mark.parametrize("status", [D.CANCELLED, D.COMPLETE])
def test_an_end_is_an_end(status: DropshipStatus) -> None:
    assert MOVES[status] == frozenset()


def test_whatever_the_lab_did_with_a_lost_answer_can_be_recorded() -> None:
    for status in set(D) - {D.PENDING, D.SUBMITTING}:
        accepted = a_dropship(D.SUBMITTING).accepted("ord_1", status, at=AT)
        assert (accepted.status, accepted.provider_order_id) == (status, "ord_1")


def test_a_second_try_finds_it_submitting() -> None:
    submitting = a_dropship(D.PENDING).begin_submitting()
    assert submitting.begin_submitting() == replace(submitting, tries=2)


def test_a_parcel_that_has_left_is_not_called_back() -> None:
    left = a_dropship().seen(D.SHIPPED, (parcel(has_left=True, number="RM1"),), None, at=AT)
    late = left.seen(D.IN_PRODUCTION, (parcel(has_left=False),), None, at=AT)
    assert late.shipments == left.shipments
    assert late.seen(D.SHIPPED, (), None, at=AT).shipments == left.shipments


@given(
    st.integers(1, 4).flatmap(
        lambda parts: st.lists(st.tuples(st.integers(0, parts - 1), REPORTS), max_size=20).map(
            lambda reports: (parts, reports)
        )
    )
)
# What failed is no longer in production, and its order was.
@example((1, [(0, D.IN_PRODUCTION), (0, D.FAILED)]))
def test_an_order_never_goes_back_under_any_interleaving(
    story: tuple[int, list[tuple[int, DropshipStatus]]],
) -> None:
    count, reports = story
    parts = [a_dropship() for _ in range(count)]
    order = OrderStatus.PAID
    for which, status in reports:
        parts[which] = parts[which].seen(status, (), None, at=AT)
        reached = order_status_of([part.status for part in parts], order)
        assert PRODUCTION_PATH.index(reached) >= PRODUCTION_PATH.index(order)
        order = reached
    if all(part.status is D.COMPLETE for part in parts):
        assert order is OrderStatus.DELIVERED


@pytest.mark.parametrize("current", sorted(set(OrderStatus) - set(PRODUCTION_PATH)))
def test_an_order_outside_production_stays_where_it_is(current: OrderStatus) -> None:
    assert order_status_of([D.SHIPPED, D.COMPLETE], current) is current


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        ([D.SUBMITTED, D.PENDING], OrderStatus.PAID),
        ([D.IN_PRODUCTION, D.PENDING], OrderStatus.IN_PRODUCTION),
        ([D.SHIPPED, D.IN_PRODUCTION], OrderStatus.PARTIALLY_SHIPPED),
        ([D.SHIPPED, D.COMPLETE], OrderStatus.SHIPPED),
        ([D.SHIPPED, D.CANCELLED], OrderStatus.SHIPPED),
        ([D.COMPLETE, D.FAILED], OrderStatus.PARTIALLY_SHIPPED),
        ([D.COMPLETE, D.COMPLETE], OrderStatus.DELIVERED),
        ([D.CANCELLED, D.CANCELLED], OrderStatus.PAID),
    ],
)
def test_an_order_is_as_far_as_its_parts(parts: list[DropshipStatus], status: OrderStatus) -> None:
    assert order_status_of(parts, OrderStatus.PAID) is status


@given(st.uuids(), st.uuids(), st.integers(1, 9))
def test_a_key_is_derived_and_belongs_to_one_fulfilment(order: UUID, line: UUID, no: int) -> None:
    key = production_key(order, line, no)
    assert key == production_key(order, line, no)
    assert key != production_key(order, line, no + 1)
    assert key != production_key(line, order, no) or order == line
