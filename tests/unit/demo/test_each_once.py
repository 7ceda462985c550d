"""The demo fails when a print or a mail exists more than once."""

from dataclasses import dataclass

import pytest

from adapters.inbound.demo import lab_books, mailbox
from adapters.inbound.demo.lab_books import LabOrder, Posts
from adapters.inbound.demo.mailbox import Mail
from adapters.inbound.demo.refusals import DemoFailed


def lab_order(name: str, *, key: str | None = None, bodies_equal: bool = True) -> LabOrder:
    posts = Posts(times_posted=1, bodies_equal=bodies_equal)
    return LabOrder(
        id=name,
        step="complete",
        idempotency_key=key or name,
        merchant_reference="PP-100001",
        posts=posts,
        order={},
    )


@dataclass(frozen=True)
class Case:
    made: list[LabOrder]
    says: str


WRONG = [
    Case([lab_order("a")], "1 orders instead of 2"),
    Case([lab_order("a"), lab_order("b"), lab_order("c")], "3 orders instead of 2"),
    Case([lab_order("a", key="k"), lab_order("b", key="k")], "share an idempotency key"),
    Case([lab_order("a"), lab_order("b", bodies_equal=False)], "differing bytes"),
]


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case.says)
def test_a_print_that_does_not_exist_exactly_once_is_told(case: Case) -> None:
    with pytest.raises(DemoFailed, match=case.says):
        lab_books.check_each_once(case.made, expected=2)


def test_two_prints_with_a_key_each_are_right() -> None:
    lab_books.check_each_once([lab_order("a"), lab_order("b")], expected=2)


def test_a_mail_that_came_twice_is_told() -> None:
    once = Mail("Your order PP-100001 is confirmed", "ada@example.com", "/mailbox/1")
    mailbox.check_each_once([once], "PP-100001")
    with pytest.raises(DemoFailed, match="more than once"):
        mailbox.check_each_once([once, once], "PP-100001")
