"""An order without an address is made for nobody, whoever releases it."""

from dataclasses import replace

from domain.orders.status import OrderStatus
from domain.privacy.erasure import without_person
from tests.contract.sample_order import an_order


def test_what_is_nobodys_is_not_made() -> None:
    paid = replace(an_order(), status=OrderStatus.PAID)
    assert paid.may_be_produced
    assert paid.may_be_reprinted
    released = without_person(paid).release()
    assert not released.may_be_produced
    assert not released.may_be_reprinted
