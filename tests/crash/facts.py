"""What must be true when all is quiet, whatever has died before: each fact finds its violations.

The numbers are those of the design. I5 (seats) is the reservations' to show, once they are sold.
"""

from collections.abc import Callable

from tests.crash.books import Books, Violations
from tests.crash.facts_of_answers import (
    every_buyer_was_served,
    i7_what_was_answered_is_kept,
    i8_nothing_is_stuck,
    i9_a_mail_is_one_mail,
    i11_a_key_is_one_thing,
    i13_nothing_inner_is_told,
)
from tests.crash.facts_of_orders import (
    i1_a_paid_session_makes_one_order_paid,
    i4_what_was_captured_is_what_was_asked,
    i6_our_books_agree_with_stripes,
    i10_a_status_moves_only_forward,
    i12_every_status_is_told_in_the_timeline,
)
from tests.crash.facts_of_prints import (
    i2_a_design_is_printed_from_its_own_file,
    i2_a_print_is_made_once,
    i3_nothing_is_made_that_was_not_paid,
)

FACTS: tuple[Callable[[Books], Violations], ...] = (
    i1_a_paid_session_makes_one_order_paid,
    i2_a_print_is_made_once,
    i2_a_design_is_printed_from_its_own_file,
    i3_nothing_is_made_that_was_not_paid,
    i4_what_was_captured_is_what_was_asked,
    i6_our_books_agree_with_stripes,
    i7_what_was_answered_is_kept,
    i8_nothing_is_stuck,
    i9_a_mail_is_one_mail,
    i10_a_status_moves_only_forward,
    i11_a_key_is_one_thing,
    i12_every_status_is_told_in_the_timeline,
    i13_nothing_inner_is_told,
    every_buyer_was_served,
)


def violations(books: Books) -> list[str]:
    return [f"{fact.__name__}: {told}" for fact in FACTS for told in fact(books)]
