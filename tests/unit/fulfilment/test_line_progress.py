"""An order is as far as the furthest print of each of its lines."""

from dataclasses import replace
from uuid import UUID

from domain.fulfilment.dropship import Dropship
from domain.fulfilment.line_progress import furthest_of_each_line, reached_by
from domain.fulfilment.status import DropshipStatus
from domain.orders.status import OrderStatus
from tests.unit.fulfilment.test_dropship_progress import a_dropship, parcel

D, S = DropshipStatus, OrderStatus


def of_line(line: int, status: DropshipStatus) -> Dropship:
    return replace(a_dropship(status), line_id=UUID(int=line))


def test_a_line_that_failed_and_was_printed_again_is_as_far_as_its_second_print() -> None:
    parts = [of_line(1, D.FAILED), of_line(1, D.COMPLETE), of_line(2, D.COMPLETE)]
    assert furthest_of_each_line(parts) == [D.COMPLETE, D.COMPLETE]
    assert reached_by(parts, S.PAID) is S.DELIVERED


def test_a_reprint_takes_no_order_back() -> None:
    parts = [of_line(1, D.COMPLETE), of_line(1, D.PENDING)]
    assert reached_by(parts, S.DELIVERED) is S.DELIVERED


def test_the_first_parcel_of_a_line_makes_the_order_partially_shipped() -> None:
    part = replace(of_line(1, D.IN_PRODUCTION), shipments=(parcel(has_left=True),))
    assert reached_by([part], S.IN_PRODUCTION) is S.PARTIALLY_SHIPPED
    assert reached_by([part], S.REFUNDED) is S.REFUNDED
    waiting = replace(part, shipments=(parcel(has_left=False),))
    assert reached_by([waiting], S.PAID) is S.IN_PRODUCTION
